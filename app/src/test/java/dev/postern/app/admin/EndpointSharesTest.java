package dev.postern.app.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.Address;
import dev.postern.domain.upstream.EndpointId;
import dev.postern.ports.traffic.EndpointCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EndpointSharesTest {
    private final List<EndpointCounts> all = new ArrayList<>();

    private void endpoints(String upstream, int count) {
        IntStream.rangeClosed(1, count)
                .mapToObj(port -> new EndpointId(upstream, new Address("127.0.0.1", port)))
                .map(EndpointCounts::none)
                .forEach(all::add);
    }

    @Test
    void allAreShownWhileThereIsRoom() {
        endpoints("b", 2);
        endpoints("a", EndpointShares.MOST - 2);
        EndpointShares shares = EndpointShares.of(all);
        assertEquals(EndpointShares.MOST, shares.shown().size());
        assertEquals(0, shares.foldedEndpoints());
        assertEquals("a", shares.shown().getFirst().labels().get("upstream"));
    }

    @Test
    void theLargestUpstreamGoesWithoutWhenThereIsNot() {
        endpoints("a", EndpointShares.MOST - 1);
        endpoints("b", 2);
        EndpointShares shares = EndpointShares.of(all);
        assertEquals(2, shares.shown().size());
        assertTrue(shares.isFolded("a"));
        assertFalse(shares.isFolded("b"));
        assertEquals(EndpointShares.MOST - 1, shares.foldedEndpoints());
        assertEquals(EndpointShares.MOST - 1, shares.of("a").size());
    }
}
