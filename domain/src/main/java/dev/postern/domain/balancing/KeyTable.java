package dev.postern.domain.balancing;

import dev.postern.domain.upstream.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** Places of endpoints, by hash. Immutable; endpoints are meant by their index in the upstream. */
interface KeyTable {
    /** The place that a hash belongs to; a table without endpoints has none and must not be asked. */
    int placeOf(long hash);

    /** The endpoint of a place. */
    int endpointAt(int place);

    int places();

    /** The endpoints of a role that take traffic, in an order that their identity alone decides. */
    static int[] members(List<Endpoint> endpoints, Endpoint.Role role) {
        return IntStream.range(0, endpoints.size())
                .filter(i -> endpoints.get(i).role() == role && endpoints.get(i).weight() > 0)
                .boxed()
                .sorted((a, b) -> Long.compareUnsigned(identity(endpoints.get(a)), identity(endpoints.get(b))))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** The upstream's name is left out: upstreams with the same endpoints send a key to the same one. */
    static long identity(Endpoint endpoint) {
        byte[] address = endpoint.address().toString().getBytes(StandardCharsets.UTF_8);
        return KeyHash.of(address, 0, address.length);
    }
}
