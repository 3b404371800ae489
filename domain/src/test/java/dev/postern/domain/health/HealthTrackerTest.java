package dev.postern.domain.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.domain.config.HealthConfig;
import dev.postern.domain.health.HealthTracker.Health;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthTrackerTest {
    static HealthConfig config(int healthyAfter, int unhealthyAfter) {
        return new HealthConfig(
                Optional.of("/"),
                Optional.empty(),
                Map.of(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(2),
                healthyAfter,
                unhealthyAfter);
    }

    private static HealthTracker probe(HealthTracker tracker, String probes) {
        for (int i = 0; i < probes.length(); i++) {
            tracker.heard(probes.charAt(i) == '+');
        }
        return tracker;
    }

    @ParameterizedTest
    @CsvSource(
            emptyValue = "",
            value = {
                "'',       HEALTHY",
                "+,        HEALTHY",
                "-,        UNHEALTHY",
                "-+,       UNHEALTHY",
                "-++,      HEALTHY",
                "+--,      HEALTHY",
                "+---,     UNHEALTHY",
                "+--+--,   HEALTHY",
                "+---+,    UNHEALTHY",
                "+---+-+,  UNHEALTHY",
                "+---++,   HEALTHY",
                "+---++--, HEALTHY",
            })
    void takesTwoPassesAndThreeFailuresInARowAfterTheFirstProbe(String probes, Health health) {
        assertEquals(
                health,
                probe(HealthTracker.presumedHealthy(config(2, 3)), probes).health());
    }

    @ParameterizedTest
    @CsvSource({"'', UNPROVEN", "+, HEALTHY", "-, UNHEALTHY", "+--, HEALTHY", "-++, HEALTHY"})
    void anUnprovenEndpointIsDecidedByItsFirstProbe(String probes, Health health) {
        assertEquals(health, probe(HealthTracker.unproven(config(2, 3)), probes).health());
    }

    @Test
    void keepsWhatIsKnownUnderOtherRules() {
        HealthTracker tracker = probe(HealthTracker.presumedHealthy(config(2, 3)), "+---");
        HealthTracker stricter = tracker.under(config(3, 3));
        assertEquals(Health.UNHEALTHY, stricter.health());
        assertEquals(Health.UNHEALTHY, probe(stricter, "++").health());
        assertEquals(Health.HEALTHY, probe(stricter, "+").health());
    }
}
