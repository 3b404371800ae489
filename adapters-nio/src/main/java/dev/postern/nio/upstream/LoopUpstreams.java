package dev.postern.nio.upstream;

import dev.postern.domain.snapshot.Snapshot;
import dev.postern.domain.upstream.EndpointStats;
import dev.postern.domain.upstream.Randomness;
import dev.postern.domain.upstream.RetryBudget;
import dev.postern.domain.upstream.Room;
import dev.postern.domain.upstream.Upstream;
import dev.postern.domain.upstream.UpstreamState;
import dev.postern.domain.upstream.WorkerSeat;
import dev.postern.nio.http.ClientStreams;
import dev.postern.nio.http.LiveUpstream;
import dev.postern.nio.http.Upstreams;
import dev.postern.nio.http1.ClientLimits;
import dev.postern.nio.http1.ConnectionParts;
import dev.postern.ports.traffic.EndpointCounts;
import dev.postern.ports.traffic.UpstreamCounts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One worker's live side of all upstreams: state for picking, lines and pools. Carried from snapshot to snapshot. */
public final class LoopUpstreams implements Upstreams {
    /** All that a worker keeps for one upstream, as long as there is one of that name. */
    private record Kept(UpstreamState state, LoopNeighbours neighbours, LoopLine line, LoopRequests requests)
            implements LiveUpstream {}

    private final ConnectionParts parts;
    private final Connector connector;
    private final HealthWatch health;
    private final WorkerSeat seat;
    private final Randomness chance;
    private final Map<String, Kept> upstreams = new HashMap<>();
    private final IdentityHashMap<EndpointStats, ConnectionPool> pools = new IdentityHashMap<>();
    private SharedLimits limits = SharedLimits.among(List.of(this));

    public LoopUpstreams(
            ConnectionParts parts, Connector connector, HealthWatch health, WorkerSeat seat, Randomness chance) {
        this.parts = parts;
        this.connector = connector;
        this.health = health;
        this.seat = seat;
        this.chance = chance;
    }

    /** Goes over to a snapshot; what is the same in it stays as it is. */
    public void use(Snapshot snapshot, SharedLimits shared) {
        limits = shared;
        dissolveAllBut(snapshot);
        long now = parts.loop().nowNanos();
        for (Upstream upstream : snapshot.upstreams().values()) {
            Kept known = upstreams.get(upstream.name());
            if (known == null) {
                upstreams.put(upstream.name(), keep(new UpstreamState(upstream, seat, now)));
            } else {
                known.neighbours.use(shared);
                known.state.adopt(upstream, now);
            }
        }
        upstreams
                .values()
                .forEach(kept ->
                        kept.state.apply(health.decided(kept.state.upstream().name())));
        updatePools();
        upstreams.values().forEach(kept -> kept.requests.use(shared.requests(), now));
        // why after all: whoever waits may find room at endpoints that have joined, or no endpoint at all any more.
        for (Kept kept : new ArrayList<>(upstreams.values())) {
            kept.line.sendAwayWhoWaitedTooLong();
            kept.line.reconsider();
        }
    }

    private Kept keep(UpstreamState state) {
        LoopNeighbours neighbours =
                new LoopNeighbours(seat.index(), state.upstream().name(), limits);
        LoopLine line = new LoopLine(parts.loop(), state, neighbours);
        return new Kept(state, neighbours, line, new LoopRequests(state, neighbours, line, health));
    }

    private void dissolveAllBut(Snapshot snapshot) {
        List<Kept> gone = new ArrayList<>();
        upstreams.forEach((name, kept) -> {
            if (!snapshot.upstreams().containsKey(name)) {
                gone.add(kept);
            }
        });
        gone.forEach(kept -> {
            upstreams.remove(kept.state.upstream().name());
            kept.line.dissolve();
        });
    }

    private void updatePools() {
        IdentityHashMap<EndpointStats, Upstream> staying = new IdentityHashMap<>();
        upstreams
                .values()
                .forEach(kept -> kept.state.endpoints().forEach(each -> staying.put(each, kept.state.upstream())));
        new IdentityHashMap<>(pools).forEach((endpoint, pool) -> {
            Upstream upstream = staying.get(endpoint);
            if (upstream == null) {
                pools.remove(endpoint);
                pool.retire();
            } else {
                pool.update(ClientLimits.of(upstream.config()));
                pool.heed();
            }
        });
        staying.forEach((endpoint, upstream) -> {
            boolean isLimited = upstream.config().connections().maxPerEndpoint() > 0;
            endpoint.limitedBy(isLimited ? pool(endpoint, upstream) : Room.ALWAYS);
        });
    }

    @Override
    public @Nullable LiveUpstream find(String upstream) {
        return upstreams.get(upstream);
    }

    @Override
    public ClientStreams streams(EndpointStats endpoint, Upstream upstream) {
        return pool(endpoint, upstream);
    }

    /** Something was decided of its endpoints. */
    public void heed(String upstream) {
        Kept kept = upstreams.get(upstream);
        if (kept != null) {
            kept.state.apply(health.decided(upstream));
            poolsOf(kept).forEach(ConnectionPool::heed);
            kept.line.reconsider();
        }
    }

    @Override
    public void suspect(EndpointStats endpoint, String last) {
        health.suspected(endpoint.id(), endpoint.finding() + ", the last: " + last);
    }

    /** One of its own for an upstream that only exchanges from before still know. */
    private Kept kept(UpstreamState state) {
        Kept kept = upstreams.get(state.upstream().name());
        return kept != null && kept.state == state ? kept : keep(state);
    }

    private ConnectionPool pool(EndpointStats endpoint, Upstream upstream) {
        ConnectionPool pool = pools.get(endpoint);
        if (pool == null) {
            Kept kept = kept(endpoint.owner());
            pool = new ConnectionPool(
                    parts,
                    new PoolParts(connector, chance, endpoint, limits.quota(endpoint.id()), kept.line, kept.neighbours),
                    ClientLimits.of(upstream.config()));
            pools.put(endpoint, pool);
        }
        return pool;
    }

    /** Tells of all endpoints, some at a time, so that requests go on meanwhile. */
    public void count(Consumer<EndpointCounts> to, Runnable done) {
        List<EndpointStats> all = new ArrayList<>();
        upstreams.values().forEach(kept -> all.addAll(kept.state.endpoints()));
        new SmallSteps<>(parts.loop(), all.iterator(), each -> to.accept(counts(each)), done).begin();
    }

    public void countUpstreams(Consumer<UpstreamCounts> to) {
        long now = parts.loop().nowNanos();
        upstreams.values().forEach(kept -> to.accept(counts(kept, now)));
    }

    private UpstreamCounts counts(Kept kept, long nowNanos) {
        UpstreamState state = kept.state;
        String name = state.upstream().name();
        RetryBudget budget = state.retryBudget();
        AdaptiveControl control = limits.requests().control(name);
        return new UpstreamCounts(
                name,
                state.inFlight(),
                state.attempts(),
                state.failures(),
                limits.waiting(name),
                limits.requests().ofUpstream(name).limit(),
                control == null ? Optional.empty() : Optional.of(control.shown()),
                state.homePermille(),
                new UpstreamCounts.Retries(
                        budget.recentRetries(nowNanos), budget.recentRequests(nowNanos), budget.refused()),
                kept.line.waits(),
                0);
    }

    private EndpointCounts counts(EndpointStats endpoint) {
        ConnectionPool pool = pools.get(endpoint);
        return new EndpointCounts(
                endpoint.id(),
                endpoint.availability().state(),
                endpoint.inFlight(),
                endpoint.requests(),
                endpoint.failures(),
                pool == null ? 0 : pool.connects(),
                pool == null ? 0 : pool.reuses(),
                pool == null ? 0 : pool.openConnections(),
                pool == null ? 0 : pool.idleConnections(),
                endpoint.latencies(parts.loop().nowNanos()));
    }

    // ---- connections that are not pooled

    /** Takes one of the places that an endpoint has for connections; false when all are taken. */
    public boolean takePlace(EndpointStats endpoint) {
        return pool(endpoint, endpoint.owner().upstream()).takePlace();
    }

    /** The connection that had the place is closed. */
    public void givePlaceBack(EndpointStats endpoint) {
        pool(endpoint, endpoint.owner().upstream()).givePlaceBack();
    }

    // ---- from other workers; any thread

    /** Somebody waits elsewhere for connections that rest here. */
    void sharesSoon(String upstream) {
        onLoop(() -> {
            Kept kept = upstreams.get(upstream);
            if (kept != null) {
                poolsOf(kept).forEach(ConnectionPool::share);
            }
        });
    }

    /** There is room, or a promise of it. */
    void servesSoon(String upstream) {
        onLoop(() -> {
            Kept kept = upstreams.get(upstream);
            if (kept != null) {
                kept.line.serve();
            }
        });
    }

    void servesSoon(String upstream, WaitingRoom room) {
        onLoop(() -> room.promiseKept(WaitingRoom.Place.REQUEST, seat.index()));
        servesSoon(upstream);
    }

    private void onLoop(Runnable task) {
        try {
            parts.loop().execute(task);
        } catch (RejectedExecutionException e) {
            // The worker is closing, and with it all that waits there.
        }
    }

    void takesSoon(String upstream, GivenRequest place) {
        try {
            parts.loop().execute(() -> {
                place.room().promiseKept(WaitingRoom.Place.REQUEST, seat.index());
                Kept kept = upstreams.get(upstream);
                if (kept == null || !kept.requests.receive(place)) {
                    place.drop();
                }
            });
        } catch (RejectedExecutionException e) {
            place.drop();
        }
    }

    void takesSoon(GivenPlace place) {
        try {
            parts.loop().execute(() -> take(place));
        } catch (RejectedExecutionException e) {
            place.drop();
        }
    }

    private void take(GivenPlace place) {
        place.room().promiseKept(WaitingRoom.Place.CONNECTION, seat.index());
        Kept kept = upstreams.get(place.upstream());
        for (ConnectionPool pool : kept == null ? List.<ConnectionPool>of() : poolsOf(kept)) {
            if (pool.quota() == place.quota()) {
                pool.receive();
                return;
            }
        }
        place.drop();
    }

    private List<ConnectionPool> poolsOf(Kept kept) {
        List<ConnectionPool> found = new ArrayList<>();
        for (EndpointStats endpoint : kept.state.endpoints()) {
            ConnectionPool pool = pools.get(endpoint);
            if (pool != null) {
                found.add(pool);
            }
        }
        return found;
    }

    public void close() {
        pools.values().forEach(ConnectionPool::close);
        pools.clear();
    }
}
