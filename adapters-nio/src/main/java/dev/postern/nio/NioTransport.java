package dev.postern.nio;

import dev.postern.domain.config.Address;
import dev.postern.domain.config.EndpointConfig.Drain;
import dev.postern.domain.config.ListenerConfig;
import dev.postern.domain.snapshot.Snapshot;
import dev.postern.domain.upstream.EndpointId;
import dev.postern.domain.upstream.Randomness;
import dev.postern.domain.upstream.WorkerSeat;
import dev.postern.nio.blocking.Crew;
import dev.postern.nio.blocking.HandshakePool;
import dev.postern.nio.blocking.HeapWatch;
import dev.postern.nio.blocking.ListeningSocket;
import dev.postern.nio.blocking.SpliceProbe;
import dev.postern.nio.health.HealthLoop;
import dev.postern.nio.loop.Acceptor;
import dev.postern.nio.loop.EventLoop;
import dev.postern.nio.splice.SystemCalls;
import dev.postern.nio.tls.TlsContexts;
import dev.postern.nio.upstream.Connector;
import dev.postern.nio.upstream.SharedLimits;
import dev.postern.ports.telemetry.Telemetry;
import dev.postern.ports.traffic.CannotListenException;
import dev.postern.ports.traffic.EndpointCounts;
import dev.postern.ports.traffic.EndpointHealth;
import dev.postern.ports.traffic.ProxyTransport;
import dev.postern.ports.traffic.TransportStats;
import dev.postern.ports.traffic.UpstreamCounts;
import dev.postern.ports.traffic.WorkerCounts;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transport: workers, the listeners that are bound, and the snapshot in force. Its methods belong to the control
 * thread, which waits here for the workers and never the other way round.
 */
public final class NioTransport implements ProxyTransport {
    private static final Logger log = LoggerFactory.getLogger(NioTransport.class);

    /**
     * What makes a listener the same in two snapshots: the address as it was asked for; its name only where any port would do,
     * as several may ask for that.
     */
    private record Spot(Address address, String name) {
        static Spot of(String name, ListenerConfig config) {
            return new Spot(config.address(), config.address().port() == 0 ? name : "");
        }
    }

    private final Crew<Worker> crew = new Crew<>("worker");
    private final Crew<HealthLoop> healthCrew = new Crew<>("health");
    private final HealthLoop health;
    private final Map<Spot, ListenerBinding> bindings = new LinkedHashMap<>();

    private final TlsContexts tls = new TlsContexts();
    private final HandshakePool steps = new HandshakePool();
    private final HeapWatch heap = new HeapWatch();
    private final TransportCounters counters = new TransportCounters();
    private final long mostBufferBytes;
    private SharedLimits limits;
    private volatile List<ListenerBinding> shown = List.of();
    private boolean closed;

    /**
     * @param workerCount one for each core, as a rule
     * @param zone where the proxy stands
     * @param telemetry hears of what the workers have done
     */
    public NioTransport(int workerCount, Optional<String> zone, Telemetry telemetry) {
        // why half: of the heap that heads are in, and of the direct memory for bodies, which may be as large.
        this(workerCount, zone, telemetry, Runtime.getRuntime().maxMemory() / 2, new SpliceProbe());
    }

    NioTransport(
            int workerCount,
            Optional<String> zone,
            Telemetry telemetry,
            long mostBufferBytes,
            Supplier<? extends @Nullable SystemCalls> splicing) {
        this.mostBufferBytes = mostBufferBytes;
        Connector connector = new Connector(tls, steps);
        EventLoop healthLoop = new EventLoop(System::nanoTime);
        health = new HealthLoop(healthLoop, connector, Randomness.seeded(System.nanoTime()), this::heed);
        WorkerParts parts = new WorkerParts(
                connector, health, tls, steps, heap, telemetry, splicing, mostBufferBytes / workerCount);
        for (int i = 0; i < workerCount; i++) {
            EventLoop loop = new EventLoop(System::nanoTime);
            WorkerSeat seat = new WorkerSeat(i, workerCount, zone);
            crew.hire(new Worker(loop, seat, Randomness.seeded(System.nanoTime() + i), parts), loop::run);
        }
        healthCrew.hire(health, healthLoop::run);
        limits = SharedLimits.among(
                crew.workers().stream().map(Worker::upstreams).toList());
    }

    /** On the health loop. */
    private void heed(String upstream) {
        for (Worker worker : crew.workers()) {
            try {
                worker.execute(() -> worker.upstreams().heed(upstream));
            } catch (RejectedExecutionException e) {
                log.debug("event=health-not-told upstream={}", upstream);
            }
        }
    }

    @Override
    public void apply(Snapshot snapshot) throws CannotListenException {
        Map<String, ListenerConfig> wanted = snapshot.config().listeners();
        Map<Spot, ServerSocketChannel> fresh = bindNew(wanted);
        try {
            tls.use(snapshot);
        } catch (TlsContexts.RefusedException e) {
            fresh.values().forEach(ListeningSocket::close);
            throw new CannotListenException(e.reasons());
        }
        wanted.forEach((name, config) -> {
            ListenerBinding known = bindings.get(Spot.of(name, config));
            if (known != null) {
                known.update(name, config);
            }
        });
        limits = limits.of(snapshot);
        SharedLimits shared = limits;
        // why before the workers: who joins must not serve there before its first probe.
        healthCrew.all(it -> it.use(snapshot));
        crew.all(worker -> worker.use(snapshot, shared));
        wanted.forEach((name, config) -> {
            ServerSocketChannel channel = fresh.get(Spot.of(name, config));
            if (channel != null) {
                listen(name, config, channel);
            }
        });
        retireAllBut(wanted, snapshot);
        show();
    }

    private void show() {
        List<ListenerBinding> all = new ArrayList<>(bindings.values());
        shown.stream().filter(each -> each.isRetired() && !each.isDone()).forEach(all::add);
        shown = List.copyOf(all);
    }

    /** All or none. */
    private Map<Spot, ServerSocketChannel> bindNew(Map<String, ListenerConfig> wanted) throws CannotListenException {
        Map<Spot, ServerSocketChannel> fresh = new HashMap<>();
        List<String> reasons = new ArrayList<>();
        wanted.forEach((name, config) -> {
            if (!bindings.containsKey(Spot.of(name, config))) {
                try {
                    fresh.put(Spot.of(name, config), ListeningSocket.open(config.address()));
                } catch (IOException e) {
                    reasons.add("listener " + name + " can't listen at " + config.address() + ": "
                            + CannotListenException.reason(e, config.address()));
                }
            }
        });
        if (!reasons.isEmpty()) {
            fresh.values().forEach(ListeningSocket::close);
            throw new CannotListenException(reasons);
        }
        return fresh;
    }

    private void listen(String name, ListenerConfig config, ServerSocketChannel channel) {
        Worker first = crew.workers().getFirst();
        ListenerBinding binding =
                new ListenerBinding(name, config, ListeningSocket.address(channel), crew.workers(), counters);
        bindings.put(Spot.of(name, config), binding);
        first.execute(() -> {
            try {
                binding.accepting(new Acceptor(
                        first.loop(), channel, binding::take, this::isShortOfBuffers, counters::acceptPaused));
            } catch (IOException e) {
                log.error("event=accept-failed listener={}", name, e);
            }
        });
    }

    /** Idle connections close within half of the grace: the other half is for the requests that come meanwhile. */
    private static long spread(Duration grace) {
        return grace.toNanos() / 2;
    }

    private void retireAllBut(Map<String, ListenerConfig> wanted, Snapshot snapshot) {
        List<Spot> gone = new ArrayList<>(bindings.keySet());
        wanted.forEach((name, config) -> gone.remove(Spot.of(name, config)));
        long spreadNanos = spread(snapshot.config().shutdown().grace());
        for (Spot spot : gone) {
            ListenerBinding binding = bindings.remove(spot);
            if (binding != null) {
                binding.retire();
                crew.workers().getFirst().execute(binding::stopAccepting);
                crew.all(worker -> worker.drain(binding, spreadNanos));
                ListeningSocket.removeFile(spot.address());
            }
        }
    }

    @Override
    public Map<String, SocketAddress> addresses() {
        Map<String, SocketAddress> bound = new LinkedHashMap<>();
        bindings.values().forEach(binding -> bound.put(binding.name(), binding.address()));
        return bound;
    }

    @Override
    public Map<EndpointId, EndpointCounts> endpoints() {
        Map<EndpointId, EndpointCounts> all = new ConcurrentHashMap<>();
        crew.allUntilDone((worker, done) ->
                worker.upstreams().count(each -> all.merge(each.id(), each, EndpointCounts::plus), done));
        return all;
    }

    @Override
    public Map<String, UpstreamCounts> upstreams() {
        Map<String, UpstreamCounts> all = new ConcurrentHashMap<>();
        crew.all(worker ->
                worker.upstreams().countUpstreams(each -> all.merge(each.name(), each, UpstreamCounts::plus)));
        healthCrew.all(it ->
                it.reportEjections((name, times) -> all.computeIfPresent(name, (_, counts) -> counts.ejected(times))));
        return all;
    }

    @Override
    public Map<EndpointId, EndpointHealth> health() {
        Map<EndpointId, EndpointHealth> all = new ConcurrentHashMap<>();
        healthCrew.all(it -> {
            HealthView view = new HealthView(Instant.now(), System.nanoTime());
            it.report((id, standing) -> all.put(id, view.of(id, standing)));
        });
        return all;
    }

    @Override
    public boolean drain(EndpointId id, Drain wanted) {
        AtomicBoolean isKnown = new AtomicBoolean();
        healthCrew.all(it -> isKnown.set(it.drain(id, wanted)));
        // why: who asks sees at once what became of it, as tasks of workers run in order.
        crew.all(worker -> {});
        return isKnown.get();
    }

    /** How many endpoints are probed, each counted once for each check. */
    int probers() {
        AtomicInteger sum = new AtomicInteger();
        healthCrew.all(it -> sum.set(it.probers()));
        return sum.get();
    }

    @Override
    public TransportStats stats() {
        Map<Integer, WorkerCounts> workers = new ConcurrentSkipListMap<>();
        crew.all(worker -> workers.put(worker.index(), worker.counts()));
        return new TransportStats(
                open(),
                counters.acceptedCount(),
                counters.acceptPauseCount(),
                workers.values().stream().mapToLong(WorkerCounts::bufferedBytes).sum(),
                mostBufferBytes,
                OverloadView.of(crew.workers()),
                shown.stream()
                        .filter(each -> !each.isDone())
                        .map(ListenerBinding::counts)
                        .toList(),
                List.copyOf(workers.values()));
    }

    @Override
    public void drain(Duration grace) {
        stopAccepting();
        crew.all(worker -> worker.drain(spread(grace)));
        if (!crew.await(() -> open() == 0, grace)) {
            log.warn("event=drain-incomplete connections={}", open());
        }
    }

    private void stopAccepting() {
        crew.all(worker -> {
            if (worker == crew.workers().getFirst()) {
                bindings.values().forEach(ListenerBinding::stopAccepting);
            }
        });
        bindings.keySet().forEach(spot -> ListeningSocket.removeFile(spot.address()));
    }

    /** How many requests wait for a connection to an upstream. */
    int waiting(String upstream) {
        return limits.waiting(upstream);
    }

    /** Buffers that connections hold now: none when there are none. */
    int buffersOnLoan() {
        AtomicInteger sum = new AtomicInteger();
        crew.all(worker -> sum.addAndGet(worker.buffers().onLoan()));
        return sum.get();
    }

    private boolean isShortOfBuffers() {
        return crew.workers().stream().anyMatch(worker -> worker.strain().hasNoRoom());
    }

    private int open() {
        return crew.workers().stream().mapToInt(Worker::open).sum();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        stopAccepting();
        health.execute(health::close);
        crew.workers().forEach(worker -> worker.execute(worker::close));
        crew.join();
        healthCrew.join();
        steps.close();
        heap.close();
    }
}
