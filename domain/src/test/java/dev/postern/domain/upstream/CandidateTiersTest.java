package dev.postern.domain.upstream;

import static dev.postern.domain.upstream.UpstreamFixture.endpoint;
import static dev.postern.domain.upstream.UpstreamFixture.id;
import static dev.postern.domain.upstream.UpstreamFixture.upstream;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.HashConfig;
import dev.postern.domain.config.UpstreamConfig.Balance;
import dev.postern.domain.upstream.Availability.State;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may be picked at all. Endpoints are letters, in the order of the upstream. */
class CandidateTiersTest {
    private static final long SECOND = 1_000_000_000L;

    private static UpstreamFixture roundRobin() {
        return upstream(Balance.ROUND_ROBIN);
    }

    private static UpstreamState set(UpstreamState state, State wanted, int... numbers) {
        Map<EndpointId, Availability> decided = new HashMap<>();
        for (int number : numbers) {
            decided.put(id(number), new Availability(wanted, 0));
        }
        state.apply(decided);
        return state;
    }

    /** Everybody who comes in the next picks, sorted. */
    private static String who(UpstreamState state) {
        StringBuilder text = new StringBuilder();
        Picks.of(state).letters(24).chars().distinct().sorted().forEach(c -> text.append((char) c));
        return text.toString();
    }

    private static UpstreamState inZone(UpstreamFixture fixture, String zone) {
        return new UpstreamState(fixture.compile(), new WorkerSeat(0, 1, Optional.of(zone)), 0);
    }

    @Test
    void leavesOutWhoIsNotWell() {
        UpstreamState state = roundRobin().endpoints(5).state();
        set(state, State.UNHEALTHY, 1);
        set(state, State.EJECTED, 2);
        set(state, State.DRAINING, 3);
        set(state, State.OUT, 4);
        assertEquals("A", who(state));
        assertEquals("AB", who(set(state, State.WARMING, 1)));
    }

    @Test
    void asksBackupsOnlyWhenNoPrimaryCanServe() {
        UpstreamState state = roundRobin().endpoints(2).backups(2).state();
        assertEquals("AB", who(state));
        assertEquals("B", who(set(state, State.UNHEALTHY, 0)));
        assertEquals("CD", who(set(state, State.EJECTED, 1)));
        assertEquals("A", who(set(state, State.SERVING, 0)));
    }

    @Test
    void asksBackupsWhenThePrimariesAreTriedOrFull() {
        UpstreamState state =
                roundRobin().endpoints(2).backups(1).maxPerEndpoint(1).state();
        Picks picks = Picks.of(state);
        picks.request().exclude(state.endpoints().get(0));
        state.endpoints().get(1).begin();
        assertEquals(2, picks.nextIndex());
    }

    @Test
    void prefersItsOwnZoneWhereThatHasItsShareOfTheEndpoints() {
        UpstreamFixture fixture = roundRobin().inZone("a", 2).inZone("b", 2);
        assertEquals("AB", who(inZone(fixture, "a")));
        assertEquals("CD", who(inZone(fixture, "b")));
        assertEquals("ABCD", who(inZone(fixture, "elsewhere")));
        assertEquals("ABCD", who(fixture.state()));
    }

    @ParameterizedTest
    @CsvSource({
        // in zone a, in zone b, unhealthy in a, unhealthy in b: of a thousand requests from a, how many stay there
        "3, 3, 0, 0, 1000",
        "3, 3, 1, 0, 800",
        "3, 3, 2, 0, 500",
        "3, 3, 3, 0, 0",
        "3, 3, 0, 2, 1000",
        "3, 3, 2, 2, 1000",
        "1, 9, 0, 0, 200",
        "9, 1, 0, 0, 1000",
    })
    void whatItsOwnZoneHasTooFewEndpointsForGoesToOthers(int home, int away, int illHome, int illAway, int stays) {
        UpstreamState state = inZone(roundRobin().inZone("a", home).inZone("b", away), "a");
        for (int i = 0; i < home + away; i++) {
            if (i < illHome || (i >= home && i < home + illAway)) {
                set(state, State.UNHEALTHY, i);
            }
        }
        int[] counts = Picks.of(state).count(10_000);
        int stayed = 0;
        for (int i = 0; i < home; i++) {
            stayed += counts[i];
        }
        assertEquals(stays, stayed / 10.0, 20);
    }

    @Test
    void endpointsOfNoZoneAreAZoneOfTheirOwn() {
        int[] counts = Picks.of(inZone(roundRobin().inZone("a", 1).weights(1, 1, 1), "a"))
                .count(10_000);
        assertEquals(5_000, counts[0], 200);
    }

    @Test
    void aHashIsNotTornApartByZones() {
        UpstreamFixture fixture = upstream(Balance.HASH)
                .hash("client-ip", HashConfig.Algorithm.RING)
                .inZone("a", 1)
                .inZone("b", 3);
        Picks picks = Picks.of(inZone(fixture, "a"));
        int first = picks.nextIndex();
        for (int i = 0; i < 50; i++) {
            assertEquals(first, picks.nextIndex());
        }
    }

    @Test
    void goesToOtherZonesWhenItsOwnHasNobodyWell() {
        UpstreamState state = inZone(roundRobin().inZone("a", 2).inZone("b", 2).backups(1), "a");
        assertEquals("CD", who(set(state, State.UNHEALTHY, 0, 1)));
        assertEquals("E", who(set(state, State.UNHEALTHY, 2, 3)));
    }

    @Test
    void aRetryLeavesItsZoneRatherThanGiveUp() {
        UpstreamState state = inZone(roundRobin().inZone("a", 1).inZone("b", 1), "a");
        Picks picks = Picks.of(state);
        picks.request().exclude(picks.next());
        assertEquals(1, picks.nextIndex());
    }

    @Test
    void whoIsNotProbedYetServesOnlyWhereNobodyElseDoes() {
        UpstreamState state = roundRobin().endpoints(3).backups(1).state();
        assertEquals("AB", who(set(state, State.UNPROVEN, 2)));
        assertEquals("C", who(set(state, State.UNHEALTHY, 0, 1)));
        assertEquals("D", who(set(state, State.UNHEALTHY, 2)));
    }

    @ParameterizedTest
    @CsvSource({
        // threshold, unhealthy, who serves
        "0,  4, E",
        "50, 1, BCDE",
        "50, 2, CDE",
        "50, 3, ABCDE",
        "50, 4, ABCDE",
        "50, 5, ABCDE",
    })
    void belowThePanicThresholdHealthIsIgnored(int threshold, int unhealthy, String served) {
        UpstreamState state =
                roundRobin().endpoints(5).panicThreshold(threshold).state();
        for (int i = 0; i < unhealthy; i++) {
            set(state, State.UNHEALTHY, i);
        }
        assertEquals(served, who(state));
    }

    @Test
    void panicSparesWhoDrainsAndPrefersAHealthyBackupToPrimariesOfWhichNoneIs() {
        UpstreamState state =
                roundRobin().endpoints(4).backups(1).panicThreshold(60).state();
        set(state, State.DRAINING, 0);
        set(state, State.UNHEALTHY, 1, 2);
        assertEquals("BCD", who(state));
        assertEquals("E", who(set(state, State.UNHEALTHY, 3)));
        assertEquals("BCD", who(set(state, State.UNHEALTHY, 4)));
    }

    @Test
    void slowStartGrowsFromATenthToTheWhole() {
        UpstreamState state =
                roundRobin().endpoints(2).slowStart(Duration.ofSeconds(100)).state();
        state.apply(Map.of(id(1), new Availability(State.WARMING, 0)));
        assertEquals(100, Picks.of(state).count(1100)[1], 5);
        assertEquals(550.0 / 1.55, Picks.of(state).at(50 * SECOND).count(1000)[1], 10);
        assertEquals(500, Picks.of(state).at(101 * SECOND).count(1000)[1]);
    }

    @Test
    void whoJoinsLaterStartsSlowlyAndWhoWasThereDoesNot() {
        UpstreamFixture fixture = roundRobin().endpoints(1).slowStart(Duration.ofSeconds(100));
        UpstreamState state = fixture.state();
        state.adopt(fixture.weights(1).compile(), 10 * SECOND);
        int[] counts = Picks.of(state).at(10 * SECOND).count(1100);
        assertEquals(1000, counts[0], 5);
        state.adopt(fixture.weights(1).compile(), 200 * SECOND);
        int[] later = Picks.of(state).at(200 * SECOND).count(2100);
        assertEquals(1000, later[1], 5);
        assertEquals(100, later[2], 5);
    }

    @Test
    void tellsWhyThereIsNone() {
        assertEquals(
                NoEndpoint.NONE_CONFIGURED,
                Picks.of(roundRobin().discover("dns").state()).pick());
        UpstreamState state = roundRobin().endpoints(2).state();
        set(state, State.DRAINING, 0, 1);
        assertEquals(NoEndpoint.NONE_TAKES_TRAFFIC, Picks.of(state).pick());
        assertEquals(
                NoEndpoint.NONE_TAKES_TRAFFIC,
                Picks.of(roundRobin().weights(0, 0).state()).pick());
        set(state, State.UNHEALTHY, 1);
        assertEquals(NoEndpoint.ALL_UNHEALTHY, Picks.of(state).pick());
        set(state, State.SERVING, 0, 1);
        Picks picks = Picks.of(state);
        picks.request().exclude(state.endpoints().get(0));
        picks.request().exclude(state.endpoints().get(1));
        assertEquals(NoEndpoint.ALL_TRIED, picks.pick());
    }

    @Test
    void waitingMayHelpAsLongAsOneIsFullThatWasNotTried() {
        UpstreamState state = roundRobin().endpoints(2).maxPerEndpoint(1).state();
        state.endpoints().get(1).begin();
        Picks picks = Picks.of(state);
        picks.request().exclude(state.endpoints().get(0));
        assertEquals(NoEndpoint.ALL_AT_LIMIT, picks.pick());
    }

    @Test
    void theUpstreamAsAWholeHasALimit() {
        UpstreamState state = roundRobin().endpoints(3).limits(2, 20, 3).state();
        Picks picks = Picks.of(state);
        EndpointStats first = picks.next();
        first.begin();
        picks.next().begin();
        assertEquals(NoEndpoint.UPSTREAM_AT_LIMIT, picks.pick());
        first.end();
        picks.next();
    }

    @Test
    void healthSurvivesAChangeOfTheUpstream() {
        UpstreamState state = roundRobin().endpoints(3).state();
        set(state, State.UNHEALTHY, 1);
        state.adopt(roundRobin().endpoints(4).compile(), 1);
        assertEquals("ACD", who(state));
    }

    @Test
    void newsOfStrangersAreIgnored() {
        UpstreamState state = roundRobin().these(List.of(endpoint(5, 1))).state();
        set(state, State.UNHEALTHY, 6);
        assertEquals("A", who(state));
        assertTrue(state.endpoints().getFirst().availability().isServing());
    }
}
