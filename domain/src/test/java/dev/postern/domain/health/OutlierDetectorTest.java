package dev.postern.domain.health;

import static dev.postern.domain.upstream.UpstreamFixture.id;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.OutliersConfig;
import dev.postern.domain.config.Percent;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OutlierDetectorTest {
    private static final long SECOND = 1_000_000_000L;
    /** As a monotonic clock may well begin. */
    private static final long START = Long.MAX_VALUE - 100 * SECOND;

    private static OutliersConfig config(int maxEjectedPercent) {
        return config(5, maxEjectedPercent, Duration.ofSeconds(100));
    }

    static OutliersConfig config(int inRow, int maxEjectedPercent, Duration maxEjectFor) {
        return new OutliersConfig(
                inRow,
                new Percent(0),
                Duration.ofSeconds(10),
                20,
                Duration.ofSeconds(30),
                maxEjectFor,
                new Percent(maxEjectedPercent));
    }

    @Test
    void eachEjectionLastsTwiceAsLongUpToTheLongest() {
        OutlierDetector detector = new OutlierDetector(config(50));
        long now = START;
        for (long seconds : new long[] {30, 60, 100, 100}) {
            assertTrue(detector.report(id(0), 2, now));
            assertEquals(OptionalLong.of(now + seconds * SECOND), detector.nextReleaseNanos());
            assertEquals(List.of(), detector.release(now + seconds * SECOND - 1));
            assertTrue(detector.isEjected(id(0)));
            now += seconds * SECOND;
            assertEquals(List.of(id(0)), detector.release(now));
            assertFalse(detector.isEjected(id(0)));
            now += SECOND;
        }
        assertEquals(OptionalLong.empty(), detector.nextReleaseNanos());
    }

    @Test
    void whoKeepsWellForLongStartsAnew() {
        OutlierDetector detector = new OutlierDetector(config(50));
        detector.report(id(0), 2, 0);
        detector.release(30 * SECOND);
        detector.report(id(0), 2, 130 * SECOND);
        assertEquals(OptionalLong.of(160 * SECOND), detector.nextReleaseNanos());
    }

    @Test
    void aPassingProbeEndsAnEjectionAndItStillCounts() {
        OutlierDetector detector = new OutlierDetector(config(50));
        detector.report(id(0), 2, 0);
        assertFalse(detector.probePassed(id(1), SECOND));
        assertTrue(detector.probePassed(id(0), SECOND));
        assertFalse(detector.probePassed(id(0), SECOND));
        assertTrue(detector.report(id(0), 2, 2 * SECOND));
        assertEquals(OptionalLong.of(62 * SECOND), detector.nextReleaseNanos());
    }

    @Test
    void whoIsLeftOutIsNotLeftOutAgain() {
        OutlierDetector detector = new OutlierDetector(config(50));
        assertTrue(detector.report(id(0), 4, 0));
        assertFalse(detector.report(id(0), 4, SECOND));
        assertEquals(OptionalLong.of(30 * SECOND), detector.nextReleaseNanos());
    }

    @Test
    void theLastEndpointStays() {
        assertFalse(new OutlierDetector(config(50)).report(id(0), 1, 0));
    }

    @Test
    void whoHasLeftMakesRoomForOthers() {
        OutlierDetector detector = new OutlierDetector(config(50));
        assertTrue(detector.report(id(0), 2, 0));
        assertFalse(detector.report(id(1), 2, 0));
        detector.retain(Set.of(id(1), id(2)));
        assertTrue(detector.report(id(1), 2, 0));
    }

    @Property(tries = 200, seed = "10")
    void neverMoreThanTheShareIsLeftOut(
            @ForAll @IntRange(min = 1, max = 20) int endpoints, @ForAll @IntRange(max = 100) int percent) {
        OutlierDetector detector = new OutlierDetector(config(percent));
        int ejected = 0;
        for (int i = 0; i < endpoints; i++) {
            ejected += detector.report(id(i), endpoints, i) ? 1 : 0;
        }
        assertEquals(endpoints * percent / 100, ejected);
    }
}
