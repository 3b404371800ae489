package dev.postern.domain.balancing;

import static dev.postern.domain.upstream.UpstreamFixture.upstream;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.UpstreamConfig.Balance;
import dev.postern.domain.upstream.EndpointStats;
import dev.postern.domain.upstream.Picks;
import dev.postern.domain.upstream.UpstreamState;
import org.junit.jupiter.api.Test;

class PeakEwmaTest {
    private static final long MILLISECOND = 1_000_000;
    private static final long SECOND = 1_000 * MILLISECOND;

    private final UpstreamState state = upstream(Balance.PEAK_EWMA).endpoints(2).state();
    private final EndpointStats first = state.endpoints().get(0);
    private final EndpointStats second = state.endpoints().get(1);

    @Test
    void prefersTheQuick() {
        long now = answerFor(100 * SECOND, 50 * MILLISECOND, 5 * MILLISECOND);
        int[] counts = Picks.of(state).at(now).count(1000);
        assertTrue(counts[1] > 900, counts[1] + " of 1000");
    }

    @Test
    void theQuickIsNotOverwhelmed() {
        long now = answerFor(100 * SECOND, 20 * MILLISECOND, 5 * MILLISECOND);
        Picks picks = Picks.of(state).at(now);
        for (int i = 0; i < 100; i++) {
            picks.next().begin();
        }
        assertEquals(80, second.inFlight(), 8);
    }

    @Test
    void believesBadNewsAtOnceAndGoodNewsSlowly() {
        first.answered(400 * MILLISECOND, 0);
        assertEquals(400 * MILLISECOND, first.latencyNanos(0), 1);
        first.answered(5 * MILLISECOND, MILLISECOND);
        assertTrue(first.latencyNanos(MILLISECOND) > 390 * MILLISECOND);
        for (long now = 0; now < 60 * SECOND; now += SECOND / 10) {
            first.answered(5 * MILLISECOND, now);
        }
        assertEquals(5 * MILLISECOND, first.latencyNanos(60 * SECOND), 2 * MILLISECOND);
    }

    @Test
    void aQuickFailureIsNoQuickAnswer() {
        long now = answerFor(100 * SECOND, 50 * MILLISECOND, 50 * MILLISECOND);
        first.failed(MILLISECOND / 10, now);
        assertTrue(Picks.of(state).at(now).count(1000)[1] > 900);
    }

    @Test
    void whoWasSlowIsAskedAgainAfterAWhile() {
        first.answered(SECOND, 0);
        second.answered(10 * MILLISECOND, 0);
        long now = 60 * SECOND;
        second.answered(10 * MILLISECOND, now);
        assertTrue(Picks.of(state).at(now).count(1000)[0] > 900);
    }

    @Test
    void aNewEndpointStartsLikeTheOthersAndNotLikeAWinner() {
        assertEquals(100 * MILLISECOND, first.latencyNanos(0), 1);
        long now = answerFor(100 * SECOND, 10 * MILLISECOND, 10 * MILLISECOND);
        state.adopt(upstream(Balance.PEAK_EWMA).endpoints(3).compile(), now);
        EndpointStats third = state.endpoints().get(2);
        assertEquals(first.latencyNanos(now), third.latencyNanos(now), 1.0 * MILLISECOND);
        int[] load = Picks.of(state).at(now).load(300);
        for (int requests : load) {
            assertEquals(100, requests, 15);
        }
    }

    /** Both answer every tenth of a second, always the same; answers the time at the end. */
    private long answerFor(long nanos, long firstLatency, long secondLatency) {
        long now = 0;
        for (; now < nanos; now += SECOND / 10) {
            first.answered(firstLatency, now);
            second.answered(secondLatency, now);
        }
        return now - SECOND / 10;
    }
}
