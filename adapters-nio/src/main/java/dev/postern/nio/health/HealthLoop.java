package dev.postern.nio.health;

import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.config.EndpointConfig.Drain;
import dev.postern.domain.health.ProbeResult;
import dev.postern.domain.health.Standing;
import dev.postern.domain.snapshot.Snapshot;
import dev.postern.domain.upstream.Availability;
import dev.postern.domain.upstream.Endpoint;
import dev.postern.domain.upstream.EndpointId;
import dev.postern.domain.upstream.Randomness;
import dev.postern.domain.upstream.Upstream;
import dev.postern.nio.buffer.BufferPool;
import dev.postern.nio.http1.ConnectionParts;
import dev.postern.nio.http1.DateField;
import dev.postern.nio.loop.EventLoop;
import dev.postern.nio.upstream.Connector;
import dev.postern.nio.upstream.HealthWatch;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Probes endpoints and decides on their health, for all workers, on a loop of its own: there is one prober for each
 * endpoint and check, and no worker waits for any. What is decided is published by upstream; workers are told to look.
 * Others come in by {@link #execute}, and read what is published. Ends by {@link #close()}.
 */
public final class HealthLoop implements HealthWatch, Prober.Listener {
    private static final Logger log = LoggerFactory.getLogger(HealthLoop.class);
    /** How far the first probes of many endpoints are spread, for each of them. */
    private static final long SPREAD_NANOS = 5_000_000;
    /** Above it bodies are read with smaller buffers. */
    private static final long MOST_BUFFER_BYTES = 16L * 1024 * 1024;

    private final EventLoop loop;
    private final BufferPool buffers = new BufferPool(MOST_BUFFER_BYTES);
    private final ConnectionParts parts;
    private final Connector connector;
    private final Randomness chance;
    private final Consumer<String> changed;
    private final Map<String, WatchedUpstream> upstreams = new HashMap<>();
    private final Map<ProbeTarget, Prober> probers = new HashMap<>();
    private final Map<String, Map<EndpointId, Availability>> decided = new ConcurrentHashMap<>();

    /** @param changed is told of upstreams of which something was decided; it has workers look at {@link #decided} */
    public HealthLoop(EventLoop loop, Connector connector, Randomness chance, Consumer<String> changed) {
        this.loop = loop;
        this.connector = connector;
        this.chance = chance;
        this.changed = changed;
        parts = new ConnectionParts(
                loop, buffers, new ByteBuilder(BufferPool.HEAD_BYTES), new DateField(System::currentTimeMillis));
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    // ---- any thread

    @Override
    public Map<EndpointId, Availability> decided(String upstream) {
        return decided.getOrDefault(upstream, Map.of());
    }

    @Override
    public void suspected(EndpointId id, String why) {
        try {
            loop.execute(() -> {
                WatchedUpstream upstream = upstreams.get(id.upstream());
                if (upstream != null) {
                    upstream.suspected(id, why);
                }
            });
        } catch (RejectedExecutionException e) {
            log.debug("event=suspicion-dropped endpoint={}", id);
        }
    }

    // ---- on the loop

    /** Goes over to a snapshot; what is the same in it goes on undisturbed. */
    public void use(Snapshot snapshot) {
        upstreams.values().removeIf(upstream -> {
            boolean isGone = !snapshot.upstreams().containsKey(upstream.name());
            if (isGone) {
                upstream.close();
                decided.remove(upstream.name());
            }
            return isGone;
        });
        Map<ProbeTarget, Set<EndpointId>> wanted = new LinkedHashMap<>();
        for (Upstream upstream : snapshot.upstreams().values()) {
            WatchedUpstream known = upstreams.get(upstream.name());
            if (known == null) {
                upstreams.put(upstream.name(), new WatchedUpstream(loop, upstream, this::publish));
            } else {
                known.adopt(upstream);
            }
            upstream.config().health().ifPresent(health -> {
                for (Endpoint endpoint : upstream.endpoints()) {
                    wanted.computeIfAbsent(
                                    ProbeTarget.of(endpoint.id(), health, upstream.config()),
                                    _ -> new LinkedHashSet<>())
                            .add(endpoint.id());
                }
            });
        }
        follow(wanted);
    }

    /** As an operator wants it; false when there is no such endpoint. */
    public boolean drain(EndpointId id, Drain wanted) {
        WatchedUpstream upstream = upstreams.get(id.upstream());
        return upstream != null && upstream.drain(id, wanted);
    }

    private void follow(Map<ProbeTarget, Set<EndpointId>> wanted) {
        probers.entrySet().removeIf(entry -> {
            boolean isGone = !wanted.containsKey(entry.getKey());
            if (isGone) {
                entry.getValue().stop();
            }
            return isGone;
        });
        long fresh = wanted.keySet().stream()
                .filter(target -> !probers.containsKey(target))
                .count();
        wanted.forEach((target, ids) -> {
            Prober known = probers.get(target);
            if (known == null) {
                Prober prober = new Prober(parts, connector, chance, target, ids, this);
                probers.put(target, prober);
                prober.begin(Math.min(
                        fresh * SPREAD_NANOS, target.question().interval().toNanos()));
            } else {
                share(known, ids);
            }
        });
    }

    /** Who joins learns what is known. */
    private void share(Prober prober, Set<EndpointId> ids) {
        Set<EndpointId> before = prober.askedFor();
        prober.isAskedFor(ids);
        prober.last()
                .ifPresent(result -> ids.stream()
                        .filter(id -> !before.contains(id))
                        .forEach(id -> tell(id, upstream -> upstream.probed(id, result))));
    }

    @Override
    public void heard(Prober prober, ProbeResult result) {
        prober.askedFor().forEach(id -> tell(id, upstream -> upstream.probed(id, result)));
    }

    @Override
    public boolean isChanging(Prober prober) {
        return prober.askedFor().stream().anyMatch(id -> {
            WatchedUpstream upstream = upstreams.get(id.upstream());
            return upstream != null && upstream.isChanging(id);
        });
    }

    private void tell(EndpointId id, Consumer<WatchedUpstream> news) {
        WatchedUpstream upstream = upstreams.get(id.upstream());
        if (upstream != null) {
            news.accept(upstream);
        }
    }

    private void publish(WatchedUpstream upstream) {
        decided.put(upstream.name(), upstream.availability());
        changed.accept(upstream.name());
    }

    /** Tells what is known of each endpoint. */
    public void report(BiConsumer<EndpointId, Standing> to) {
        upstreams
                .values()
                .forEach(upstream -> upstream.availability()
                        .keySet()
                        .forEach(id -> upstream.standing(id).ifPresent(now -> to.accept(id, now))));
    }

    /** Tells how often endpoints of each upstream were ejected. */
    public void reportEjections(BiConsumer<String, Long> to) {
        upstreams.values().forEach(upstream -> to.accept(upstream.name(), upstream.ejections()));
    }

    /** How many targets are probed. */
    public int probers() {
        return probers.size();
    }

    public int buffersOnLoan() {
        return buffers.onLoan();
    }

    /** Ends all probes, and the loop. */
    public void close() {
        probers.values().forEach(Prober::stop);
        probers.clear();
        upstreams.values().forEach(WatchedUpstream::close);
        upstreams.clear();
        loop.close();
    }
}
