package dev.postern.domain.health;

import static dev.postern.domain.upstream.UpstreamFixture.id;
import static dev.postern.domain.upstream.UpstreamFixture.upstream;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.EndpointConfig.Drain;
import dev.postern.domain.config.OutliersConfig;
import dev.postern.domain.config.Percent;
import dev.postern.domain.config.UpstreamConfig.Balance;
import dev.postern.domain.upstream.Availability;
import dev.postern.domain.upstream.Availability.State;
import dev.postern.domain.upstream.EndpointId;
import dev.postern.domain.upstream.EndpointStats;
import dev.postern.domain.upstream.NoEndpoint;
import dev.postern.domain.upstream.Picks;
import dev.postern.domain.upstream.UpstreamFixture;
import dev.postern.domain.upstream.UpstreamState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class UpstreamHealthTest {
    private static final long SECOND = 1_000_000_000L;
    private static final ProbeResult PASSED = new ProbeResult(true, "status 200");
    private static final ProbeResult FAILED = new ProbeResult(false, "connection refused");
    private static final OutliersConfig OUTLIERS = OutlierDetectorTest.config(3, 50, Duration.ofMinutes(5));

    private static UpstreamFixture probed(int endpoints) {
        return upstream(Balance.ROUND_ROBIN)
                .endpoints(endpoints)
                .health(HealthTrackerTest.config(2, 3))
                .outliers(OUTLIERS);
    }

    private static UpstreamHealth of(UpstreamFixture fixture) {
        return new UpstreamHealth(fixture.compile(), 0);
    }

    private static List<State> states(UpstreamHealth health) {
        return health.availability().values().stream().map(Availability::state).toList();
    }

    @Test
    void beginsWithEverybodyServing() {
        UpstreamHealth health = of(probed(3));
        assertEquals(List.of(State.SERVING, State.SERVING, State.SERVING), states(health));
        assertEquals(
                List.of(id(0), id(1), id(2)), List.copyOf(health.availability().keySet()));
    }

    @Test
    void whoRecoversWarmsUpFromThatMoment() {
        UpstreamHealth health = of(probed(2));
        health.probed(id(1), FAILED, SECOND);
        assertEquals(
                new Availability(State.UNHEALTHY, SECOND), health.availability().get(id(1)));
        health.probed(id(1), PASSED, 6 * SECOND);
        health.probed(id(1), PASSED, 11 * SECOND);
        health.probed(id(1), PASSED, 16 * SECOND);
        assertEquals(
                new Availability(State.WARMING, 11 * SECOND),
                health.availability().get(id(1)));
    }

    @Test
    void tellsTheSameUntilSomethingChanges() {
        UpstreamHealth health = of(probed(2));
        Map<EndpointId, Availability> before = health.availability();
        health.probed(id(0), PASSED, SECOND);
        health.probed(id(0), FAILED, 2 * SECOND);
        health.tick(3 * SECOND);
        health.adopt(probed(2).compile(), 4 * SECOND);
        assertSame(before, health.availability());
        health.drain(id(0), Drain.ON, 5 * SECOND);
        assertNotSame(before, health.availability());
        assertThrows(
                UnsupportedOperationException.class, () -> health.availability().clear());
    }

    @Test
    void whoJoinsHasToProveItself() {
        UpstreamHealth health = of(probed(2));
        health.adopt(probed(3).compile(), SECOND);
        assertEquals(List.of(State.SERVING, State.SERVING, State.UNPROVEN), states(health));
        health.probed(id(2), PASSED, 2 * SECOND);
        assertEquals(List.of(State.SERVING, State.SERVING, State.WARMING), states(health));
    }

    @Test
    void whoJoinsWithoutProbesServesAtOnce() {
        UpstreamHealth health = of(upstream(Balance.RANDOM).endpoints(1));
        health.adopt(upstream(Balance.RANDOM).endpoints(2).compile(), SECOND);
        assertEquals(List.of(State.SERVING, State.WARMING), states(health));
    }

    @Test
    void whoStaysKeepsItsStandingAndWhoHasLeftIsForgotten() {
        UpstreamHealth health = of(probed(3));
        health.probed(id(1), FAILED, 0);
        health.suspected(id(2), "3 failures in a row", 0);
        health.adopt(probed(4).without(0).compile(), SECOND);
        assertEquals(List.of(State.UNHEALTHY, State.EJECTED, State.UNPROVEN), states(health));
        health.probed(id(0), FAILED, SECOND);
        health.suspected(id(0), "3 failures in a row", SECOND);
        assertFalse(health.drain(id(0), Drain.ON, SECOND));
        assertEquals(3, health.availability().size());
    }

    @Test
    void anEjectionEndsWithItsTimeOrWithAPassingProbe() {
        UpstreamHealth health = of(probed(4));
        assertEquals(OptionalLong.empty(), health.nextTickNanos());
        health.suspected(id(0), "3 failures in a row", 0);
        health.suspected(id(1), "3 failures in a row", 0);
        health.suspected(id(2), "3 failures in a row", 0);
        assertEquals(List.of(State.EJECTED, State.EJECTED, State.SERVING, State.SERVING), states(health));
        health.probed(id(0), PASSED, SECOND);
        assertEquals(
                new Availability(State.WARMING, SECOND), health.availability().get(id(0)));
        assertEquals(OptionalLong.of(30 * SECOND), health.nextTickNanos());
        health.tick(30 * SECOND);
        assertEquals(
                new Availability(State.WARMING, 30 * SECOND),
                health.availability().get(id(1)));
    }

    @Test
    void drainingGoesWithHealth() {
        UpstreamHealth health = of(probed(2));
        assertTrue(health.drain(id(0), Drain.ON, 0));
        assertEquals(State.DRAINING, states(health).getFirst());
        health.probed(id(0), FAILED, 0);
        assertEquals(State.OUT, states(health).getFirst());
        assertTrue(health.drain(id(0), Drain.OFF, 0));
        assertEquals(State.UNHEALTHY, states(health).getFirst());
    }

    @Test
    void withoutItsRulesEverybodyServesAgain() {
        UpstreamHealth health = of(probed(3));
        health.probed(id(0), FAILED, 0);
        health.suspected(id(1), "3 failures in a row", 0);
        health.adopt(upstream(Balance.ROUND_ROBIN).endpoints(3).compile(), SECOND);
        assertEquals(List.of(State.WARMING, State.WARMING, State.SERVING), states(health));
    }

    /** The way round: a worker counts, control decides, the worker leaves it out, and takes it back with a clean slate. */
    @Test
    void anEndpointThatFailsUnderTrafficIsLeftOutForAWhile() {
        UpstreamHealth health = of(probed(2));
        UpstreamState worker = probed(2).state();
        Picks picks = Picks.of(worker);
        EndpointStats bad = worker.endpoints().get(1);
        assertFalse(bad.failed(0, 0));
        bad.answered(SECOND, 0);
        assertFalse(bad.failed(0, 0));
        assertFalse(bad.failed(0, 0));
        assertTrue(bad.failed(0, 0));
        assertFalse(bad.failed(0, 0), "told once for each full streak");

        health.suspected(bad.id(), "3 failures in a row", 0);
        worker.apply(health.availability());
        assertEquals("AAAA", picks.letters(4));

        health.tick(30 * SECOND);
        worker.apply(health.availability());
        assertEquals(0, bad.failureStreak());
        assertEquals(5, bad.failures());
        assertEquals(2, picks.letters(4).chars().filter(c -> c == 'B').count());
    }

    @Test
    void allProbesFailingLeavesNobody() {
        UpstreamHealth health = of(probed(2));
        UpstreamState worker = probed(2).state();
        health.probed(id(0), FAILED, 0);
        health.probed(id(1), FAILED, 0);
        worker.apply(health.availability());
        assertEquals(NoEndpoint.ALL_UNHEALTHY, Picks.of(worker).pick());
    }

    @Test
    void tellsPeopleWhyAnEndpointIsAsItIs() {
        UpstreamHealth health = of(probed(4));
        assertEquals("", standing(health, 0).why());
        health.probed(id(0), PASSED, SECOND);
        health.probed(id(0), FAILED, 2 * SECOND);
        assertTrue(health.isChanging(id(0)));
        assertEquals("", standing(health, 0).why());
        assertEquals(1, standing(health, 0).probesInRow());
        health.probed(id(0), FAILED, 3 * SECOND);
        health.probed(id(0), FAILED, 4 * SECOND);
        assertFalse(health.isChanging(id(0)));
        Standing unhealthy = standing(health, 0);
        assertEquals("3 probes in a row failed: connection refused", unhealthy.why());
        assertEquals(State.UNHEALTHY, unhealthy.state());
        assertEquals(4 * SECOND, unhealthy.sinceNanos());
        assertEquals(Optional.of(FAILED), unhealthy.lastProbe());

        health.suspected(id(1), "3 failures in a row", 5 * SECOND);
        Standing ejected = standing(health, 1);
        assertEquals("3 failures in a row", ejected.why());
        assertEquals(OptionalLong.of(35 * SECOND), ejected.ejectedUntilNanos());
        assertEquals(1, ejected.ejections());
        assertEquals(List.of(id(1)), health.tick(35 * SECOND));
        assertEquals("the time of its ejection is up", standing(health, 1).why());
        assertEquals(Optional.empty(), health.standing(id(9)));
    }

    private static Standing standing(UpstreamHealth health, int index) {
        return health.standing(id(index)).orElseThrow();
    }

    /** Half of what it answers is a failure: never enough in a row, and yet too much. */
    @Test
    void aShareOfFailuresIsEnough() {
        OutliersConfig config = new OutliersConfig(
                100,
                new Percent(50),
                Duration.ofSeconds(10),
                6,
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                new Percent(50));
        UpstreamState worker =
                upstream(Balance.ROUND_ROBIN).endpoints(2).outliers(config).state();
        EndpointStats bad = worker.endpoints().get(1);
        for (int i = 0; i < 2; i++) {
            assertFalse(bad.failed(0, SECOND));
            bad.answered(0, SECOND);
        }
        assertFalse(bad.failed(0, SECOND), "five requests are too few");
        bad.answered(0, SECOND);
        assertTrue(bad.failed(0, SECOND));
        assertEquals("4 of 7 requests failed", bad.finding());
        assertFalse(bad.failed(0, SECOND), "counted anew");
        for (int i = 0; i < 4; i++) {
            assertFalse(bad.failed(0, (12 + 10 * i) * SECOND), "each in a window of its own");
        }
    }

    @Test
    void anAnswerThatBreaksOffIsAFailureInARow() {
        UpstreamState worker = probed(2).state();
        EndpointStats bad = worker.endpoints().get(1);
        for (int i = 0; i < 2; i++) {
            bad.answers(SECOND, 0);
            assertFalse(bad.broke(0));
        }
        bad.answers(SECOND, 0);
        assertTrue(bad.broke(0));
        bad.answers(SECOND, 0);
        bad.finished(0);
        assertEquals(0, bad.failureStreak());
    }
}
