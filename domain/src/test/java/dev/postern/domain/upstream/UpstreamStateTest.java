package dev.postern.domain.upstream;

import static dev.postern.domain.upstream.UpstreamFixture.id;
import static dev.postern.domain.upstream.UpstreamFixture.upstream;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.domain.config.UpstreamConfig.Balance;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UpstreamStateTest {
    @Test
    void whoStaysKeepsItsStatistics() {
        UpstreamState state = upstream(Balance.ROUND_ROBIN).endpoints(3).state();
        EndpointStats second = state.endpoints().get(1);
        second.begin();
        second.answered(5_000_000, 0);

        state.adopt(upstream(Balance.ROUND_ROBIN).endpoints(4).without(0).compile(), 1);

        assertEquals(
                List.of(id(1), id(2), id(3)),
                state.endpoints().stream().map(EndpointStats::id).toList());
        assertSame(second, state.endpoints().getFirst());
        assertEquals(1, second.inFlight());
        assertEquals(1, second.requests());
        assertEquals(1, state.inFlight());
    }

    @Test
    void whoLeavesStillCountsUntilItsRequestsEnd() {
        UpstreamState state = upstream(Balance.ROUND_ROBIN).endpoints(2).state();
        EndpointStats first = state.endpoints().getFirst();
        first.begin();
        state.adopt(upstream(Balance.ROUND_ROBIN).endpoints(2).without(0).compile(), 0);
        assertEquals(1, state.inFlight());
        first.end();
        assertEquals(0, state.inFlight());
        assertThrows(IllegalStateException.class, first::end);
    }

    @Test
    void theSameUpstreamChangesNothing() {
        Upstream upstream = upstream(Balance.ROUND_ROBIN).endpoints(3).compile();
        UpstreamState state = new UpstreamState(upstream, WorkerSeat.only(), 0);
        Picks picks = Picks.of(state);
        assertEquals("AB", picks.letters(2));
        List<EndpointStats> before = state.endpoints();
        Upstream again = upstream(Balance.ROUND_ROBIN).endpoints(3).compile(List.of(), Optional.of(upstream));
        assertSame(upstream, again);
        state.adopt(again, 1);
        assertSame(before, state.endpoints());
        assertEquals("CA", picks.letters(2));
    }

    @Test
    void anotherWeightKeepsTheStatisticsAndTakesEffect() {
        UpstreamState state = upstream(Balance.ROUND_ROBIN).weights(1, 1).state();
        EndpointStats first = state.endpoints().getFirst();
        Upstream heavier = upstream(Balance.ROUND_ROBIN).weights(3, 1).compile();
        assertNotSame(state.upstream(), heavier);
        state.adopt(heavier, 0);
        assertSame(first, state.endpoints().getFirst());
        assertEquals(3, first.endpoint().weight());
        assertEquals(30, Picks.of(state).count(40)[0]);
    }
}
