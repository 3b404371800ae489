package dev.postern.domain.balancing;

import static dev.postern.domain.upstream.UpstreamFixture.upstream;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.UpstreamConfig.Balance;
import dev.postern.domain.upstream.EndpointStats;
import dev.postern.domain.upstream.FakeRequest;
import dev.postern.domain.upstream.NoEndpoint;
import dev.postern.domain.upstream.Picks;
import dev.postern.domain.upstream.UpstreamState;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What all policies have in common: weights hold, limits and exclusions hold, the better off come first. */
class SharesTest {
    private static final int PICKS = 20_000;

    @Property(tries = 60, seed = "2")
    void chanceHitsTheShares(
            @ForAll @Size(min = 2, max = 6) List<@IntRange(min = 1, max = 10) Integer> weights, @ForAll long seed) {
        int[] shares = weights.stream().mapToInt(Integer::intValue).toArray();
        UpstreamState state = upstream(Balance.RANDOM).weights(shares).state();
        assertShares(shares, new Picks(state, new FakeRequest(), seed).count(PICKS));
    }

    @Property(tries = 60, seed = "2")
    void theLoadOfLeastRequestsFollowsTheWeights(
            @ForAll @Size(min = 2, max = 6) List<@IntRange(min = 1, max = 10) Integer> weights, @ForAll long seed) {
        int[] shares = weights.stream().mapToInt(Integer::intValue).toArray();
        UpstreamState state = upstream(Balance.LEAST_REQUESTS).weights(shares).state();
        int round = Arrays.stream(shares).sum();
        int[] load = new Picks(state, new FakeRequest(), seed).load(round * 10);
        for (int i = 0; i < shares.length; i++) {
            assertEquals(shares[i] * 10, load[i], 1);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Balance.class,
            names = {"LEAST_REQUESTS", "TWO_CHOICES", "PEAK_EWMA", "RANDOM"})
    void anIdleUpstreamIsSharedByWeight(Balance balance) {
        UpstreamState state = upstream(balance).weights(6, 3, 1).state();
        int[] counts = Picks.of(state).count(PICKS);
        assertTrue(counts[0] > counts[1] && counts[1] > counts[2] && counts[2] > 0, Arrays.toString(counts));
    }

    @ParameterizedTest
    @EnumSource(
            value = Balance.class,
            names = {"LEAST_REQUESTS", "TWO_CHOICES", "RANDOM"})
    void anIdleUpstreamIsSharedExactlyByWeight(Balance balance) {
        int[] shares = {6, 3, 1};
        assertShares(shares, Picks.of(upstream(balance).weights(shares).state()).count(PICKS));
    }

    @Test
    void leastRequestsTakesTheEmptiest() {
        UpstreamState state = upstream(Balance.LEAST_REQUESTS).endpoints(5).state();
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < (i == 3 ? 1 : 2); j++) {
                state.endpoints().get(i).begin();
            }
        }
        Picks picks = Picks.of(state);
        for (int i = 0; i < 50; i++) {
            assertEquals(3, picks.nextIndex());
        }
    }

    /** Mitzenmacher's result: ln n / ln ln n against ln ln n above the mean. */
    @Property(tries = 20, seed = "3")
    void theWorstOfTwoChoicesIsFarBelowThatOfChance(@ForAll long seed) {
        int endpoints = 500;
        int each = 10;
        int[] chance = load(Balance.RANDOM, endpoints, endpoints * each, seed);
        int[] choices = load(Balance.TWO_CHOICES, endpoints, endpoints * each, seed);
        int excess = Picks.most(chance) - each;
        assertTrue(excess >= 7, "chance is even: " + excess);
        assertTrue((Picks.most(choices) - each) * 2 <= excess, Picks.most(choices) + " against " + excess);
    }

    private static int[] load(Balance balance, int endpoints, int requests, long seed) {
        UpstreamState state = upstream(balance).endpoints(endpoints).state();
        return new Picks(state, new FakeRequest(), seed).load(requests);
    }

    @ParameterizedTest
    @EnumSource
    void excludesWhatWasTried(Balance balance) {
        UpstreamState state = upstream(balance).weights(2, 2, 2, 2).state();
        Picks picks = Picks.of(state);
        boolean[] seen = new boolean[4];
        for (int i = 0; i < 4; i++) {
            EndpointStats next = picks.next();
            int index = state.endpoints().indexOf(next);
            assertTrue(!seen[index]);
            seen[index] = true;
            picks.request().exclude(next);
        }
        assertEquals(NoEndpoint.ALL_TRIED, picks.pick());
        picks.request().reset();
        picks.next();
    }

    @ParameterizedTest
    @EnumSource
    void findsTheOneThatIsLeftAmongMany(Balance balance) {
        UpstreamState state = upstream(balance).endpoints(300).maxPerEndpoint(1).state();
        Picks picks = Picks.of(state);
        for (int i = 0; i < 300; i++) {
            picks.next().begin();
        }
        assertTrue(state.endpoints().stream().allMatch(endpoint -> endpoint.inFlight() == 1));
        assertEquals(NoEndpoint.ALL_AT_LIMIT, picks.pick());
        state.endpoints().get(123).end();
        assertEquals(123, picks.nextIndex());
    }

    @ParameterizedTest
    @EnumSource
    void weightZeroTakesNone(Balance balance) {
        UpstreamState state = upstream(balance).weights(1, 0, 3).state();
        assertEquals(0, Picks.of(state).count(1000)[1]);
    }

    /** Four standard deviations of a binomial share: a seed in ten thousand would miss, and seeds are fixed. */
    private static void assertShares(int[] weights, int[] counts) {
        double total = Arrays.stream(weights).sum();
        double picks = Arrays.stream(counts).sum();
        for (int i = 0; i < weights.length; i++) {
            double share = weights[i] / total;
            double tolerance = 4.5 * Math.sqrt(picks * share * (1 - share));
            assertEquals(picks * share, counts[i], tolerance, Arrays.toString(counts));
        }
    }
}
