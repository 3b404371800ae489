package dev.postern.app.fakes;

import dev.postern.domain.config.EndpointConfig.Drain;
import dev.postern.domain.snapshot.Snapshot;
import dev.postern.domain.upstream.EndpointId;
import dev.postern.ports.traffic.CannotListenException;
import dev.postern.ports.traffic.EndpointCounts;
import dev.postern.ports.traffic.EndpointHealth;
import dev.postern.ports.traffic.OverloadStats;
import dev.postern.ports.traffic.ProxyTransport;
import dev.postern.ports.traffic.TransportStats;
import dev.postern.ports.traffic.UpstreamCounts;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** Binds nothing; keeps what it was told. Ports can be declared taken. */
public final class RecordingTransport implements ProxyTransport {
    private final List<Snapshot> applied = new CopyOnWriteArrayList<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Map<EndpointId, EndpointHealth> health = new ConcurrentHashMap<>();
    private final Set<Integer> taken = ConcurrentHashMap.newKeySet();

    public List<Snapshot> applied() {
        return applied;
    }

    public Snapshot inForce() {
        return applied.getLast();
    }

    public void awaitApplied(int snapshots) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (applied.size() < snapshots) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("applied " + applied.size() + " snapshots, not " + snapshots);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    public List<String> calls() {
        return calls;
    }

    public Set<Integer> taken() {
        return taken;
    }

    @Override
    public void apply(Snapshot snapshot) throws CannotListenException {
        List<String> reasons = snapshot.config().listeners().entrySet().stream()
                .filter(listener -> taken.contains(listener.getValue().address().port()))
                .map(listener -> "listener " + listener.getKey() + ": "
                        + listener.getValue().address() + " is in use")
                .toList();
        if (!reasons.isEmpty()) {
            throw new CannotListenException(reasons);
        }
        applied.add(snapshot);
        calls.add("apply " + snapshot.version());
    }

    @Override
    public TransportStats stats() {
        return new TransportStats(0, 0, 0, 0, 0, OverloadStats.NONE, List.of(), List.of());
    }

    @Override
    public Map<String, SocketAddress> addresses() {
        Map<String, SocketAddress> addresses = new LinkedHashMap<>();
        inForce()
                .config()
                .listeners()
                .forEach((name, listener) -> addresses.put(
                        name,
                        new InetSocketAddress(
                                listener.address().host(), listener.address().port())));
        return addresses;
    }

    @Override
    public Map<EndpointId, EndpointCounts> endpoints() {
        return Map.of();
    }

    @Override
    public Map<String, UpstreamCounts> upstreams() {
        return Map.of();
    }

    @Override
    public Map<EndpointId, EndpointHealth> health() {
        return Map.copyOf(health);
    }

    /** Says of an endpoint what its probes find. */
    public void isHeldFor(EndpointHealth held) {
        health.put(held.id(), held);
    }

    @Override
    public boolean drain(EndpointId id, Drain wanted) {
        calls.add("drain " + id + " " + wanted);
        return true;
    }

    @Override
    public void drain(Duration grace) {
        calls.add("drain " + grace);
    }

    @Override
    public void close() {
        calls.add("close");
    }
}
