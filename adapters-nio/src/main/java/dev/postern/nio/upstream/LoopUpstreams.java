package dev.postern.nio.upstream;

import dev.postern.domain.snapshot.Snapshot;
import dev.postern.domain.upstream.EndpointStats;
import dev.postern.domain.upstream.Upstream;
import dev.postern.domain.upstream.UpstreamState;
import dev.postern.domain.upstream.WorkerSeat;
import dev.postern.nio.http.ClientStreams;
import dev.postern.nio.http.Upstreams;
import dev.postern.nio.http1.ClientLimits;
import dev.postern.nio.http1.ConnectionParts;
import dev.postern.ports.traffic.EndpointCounts;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One worker's live side of all upstreams: state for picking, and pools. Carried from snapshot to snapshot. */
public final class LoopUpstreams implements Upstreams {
    private final ConnectionParts parts;
    private final Connector connector;
    private final WorkerSeat seat;
    private final Map<String, UpstreamState> states = new HashMap<>();
    private final IdentityHashMap<EndpointStats, ConnectionPool> pools = new IdentityHashMap<>();

    public LoopUpstreams(ConnectionParts parts, Connector connector, WorkerSeat seat) {
        this.parts = parts;
        this.connector = connector;
        this.seat = seat;
    }

    /** Goes over to a snapshot; what is the same in it stays as it is. */
    public void use(Snapshot snapshot) {
        long now = parts.loop().nowNanos();
        for (Upstream upstream : snapshot.upstreams().values()) {
            UpstreamState known = states.get(upstream.name());
            if (known == null) {
                states.put(upstream.name(), new UpstreamState(upstream, seat, now));
            } else {
                known.adopt(upstream, now);
            }
        }
        states.keySet().retainAll(snapshot.upstreams().keySet());
        IdentityHashMap<EndpointStats, Upstream> staying = new IdentityHashMap<>();
        states.values().forEach(state -> state.endpoints().forEach(each -> staying.put(each, state.upstream())));
        for (Iterator<Map.Entry<EndpointStats, ConnectionPool>> each =
                        pools.entrySet().iterator();
                each.hasNext(); ) {
            Map.Entry<EndpointStats, ConnectionPool> entry = each.next();
            Upstream upstream = staying.get(entry.getKey());
            if (upstream == null) {
                entry.getValue().retire();
                each.remove();
            } else {
                entry.getValue()
                        .update(
                                ClientLimits.of(upstream.config()),
                                upstream.config().connections().maxIdlePerEndpoint());
            }
        }
    }

    @Override
    public @Nullable UpstreamState state(String upstream) {
        return states.get(upstream);
    }

    @Override
    public ClientStreams streams(EndpointStats endpoint, Upstream upstream) {
        ConnectionPool pool = pools.get(endpoint);
        if (pool == null) {
            pool = new ConnectionPool(
                    parts,
                    connector,
                    endpoint.id().address(),
                    ClientLimits.of(upstream.config()),
                    upstream.config().connections().maxIdlePerEndpoint());
            pools.put(endpoint, pool);
        }
        return pool;
    }

    public void count(Consumer<EndpointCounts> to) {
        states.values().forEach(state -> state.endpoints().forEach(each -> to.accept(counts(each))));
    }

    private EndpointCounts counts(EndpointStats endpoint) {
        ConnectionPool pool = pools.get(endpoint);
        return new EndpointCounts(
                endpoint.id(),
                endpoint.availability().state(),
                endpoint.inFlight(),
                endpoint.requests(),
                endpoint.failures(),
                pool == null ? 0 : pool.openConnections(),
                pool == null ? 0 : pool.idleConnections());
    }

    public void close() {
        pools.values().forEach(ConnectionPool::close);
        pools.clear();
    }
}
