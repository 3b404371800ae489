package dev.postern.app.service;

import dev.postern.domain.config.Place;
import dev.postern.domain.config.Problem;
import dev.postern.domain.snapshot.Snapshot;
import dev.postern.ports.config.ConfigEvent;
import dev.postern.ports.config.ConfigSource;
import dev.postern.ports.traffic.CannotListenException;
import dev.postern.ports.traffic.ProxyTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of the configuration: what sources and discoveries tell is read, merged, compiled and put in force, and what
 * can't be is held back while the last good state goes on. All state belongs to the control thread; sources only post to
 * it. Changes that arrive together are applied together. Closing ends the sources and the watches, not the transport.
 */
public final class ConfigService implements AutoCloseable {
    /** How long the start waits for the first word of every source. */
    static final Duration SOURCES_WAIT = Duration.ofSeconds(10);

    /** How long a change that brings new services waits for their first endpoints. */
    static final Duration DISCOVERY_WAIT = Duration.ofSeconds(2);

    private static final Logger log = LoggerFactory.getLogger(ConfigService.class);

    private final Control control;
    private final List<SourceState> sources = new ArrayList<>();
    private final Judge judge;
    private final DiscoveryService discovery;
    private final ProxyTransport transport;
    private final Consumer<Snapshot> applied;
    private final ProblemBook problems = new ProblemBook();
    private final CompletableFuture<StartResult> started = new CompletableFuture<>();
    private volatile Optional<InForce> inForce = Optional.empty();
    private List<Problem> held = List.of();
    private boolean isScheduled;
    private boolean isClosed;
    private boolean isSourcesWaitOver;
    private Optional<Long> lastDecisionNanos = Optional.empty();
    private Optional<Long> discoveryWaitEndNanos = Optional.empty();

    /** @param applied told on the control thread after each change that was put in force */
    public ConfigService(
            Control control,
            List<ConfigSource> sources,
            Adapters adapters,
            ProxyTransport transport,
            Consumer<Snapshot> applied) {
        this.control = control;
        this.transport = transport;
        this.applied = applied;
        sources.forEach(source -> this.sources.add(new SourceState(source, adapters.codec())));
        judge = new Judge(adapters.codec(), adapters.compiler(), adapters.discoveries());
        discovery = new DiscoveryService(adapters.discoveries(), control, this::changed);
    }

    /** Starts the sources; the answer comes when the first snapshot is served, or when it is certain that none will be. */
    public CompletableFuture<StartResult> start() {
        control.execute(this::startSources);
        control.after(SOURCES_WAIT, () -> {
            isSourcesWaitOver = true;
            changed();
        });
        return started;
    }

    private void startSources() {
        try {
            for (SourceState state : sources) {
                state.source().start(event -> control.execute(() -> told(state, event)));
            }
        } catch (RuntimeException | Error e) {
            started.completeExceptionally(e);
        }
    }

    private void told(SourceState state, ConfigEvent event) {
        if (!isClosed) {
            state.told(event);
            changed();
        }
    }

    /**
     * Has every source read again. Takes as long as that does; what comes of it is applied like any change. Nothing to do
     * before the first snapshot, as everything is being read then.
     */
    public void reload() {
        if (inForce.isPresent()) {
            log.info("event=reload");
            sources.forEach(state -> state.source().refresh());
        }
    }

    public Optional<Snapshot> snapshot() {
        return inForce.map(InForce::snapshot);
    }

    /** What is being held back and why, and what the snapshot in force warns of. */
    public List<Problem> problems() {
        return problems.current();
    }

    /** On the control thread. Sources are closed first, so that nothing is posted any more. */
    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        sources.forEach(state -> state.source().close());
        discovery.close();
    }

    private void changed() {
        if (isClosed || isScheduled || !isReadyToDecide()) {
            return;
        }
        isScheduled = true;
        long wait = lastDecisionNanos
                .map(last -> last + minInterval().toNanos() - control.nanoTime())
                .orElse(0L);
        if (wait > 0) {
            control.after(Duration.ofNanos(wait), this::decide);
        } else {
            control.execute(this::decide);
        }
    }

    private boolean isReadyToDecide() {
        return started.isDone() || isSourcesWaitOver || sources.stream().allMatch(SourceState::hasSpoken);
    }

    private Duration minInterval() {
        return inForce.map(now -> now.snapshot().config().changes().minInterval())
                .orElse(Duration.ZERO);
    }

    private void decide() {
        isScheduled = false;
        if (isClosed || (started.isDone() && inForce.isEmpty())) {
            return;
        }
        try {
            if (inForce.isPresent() || isEverySourceRead()) {
                enact(judge.judge(readings(), discovery::endpoints, inForce));
            }
        } catch (RuntimeException | Error e) {
            log.error("event=config-change-failed", e);
            lastDecisionNanos = Optional.of(control.nanoTime());
            started.completeExceptionally(e);
        }
    }

    private boolean isEverySourceRead() {
        List<String> silent = new ArrayList<>();
        List<Problem> found = new ArrayList<>();
        for (SourceState state : sources) {
            state.silence().ifPresent(silent::add);
            found.addAll(state.textProblems());
        }
        if (!silent.isEmpty()) {
            started.complete(new StartResult.Impossible(silent, found));
        }
        return silent.isEmpty();
    }

    private List<Reading> readings() {
        List<Reading> readings = new ArrayList<>(sources.size());
        for (int i = 0; i < sources.size(); i++) {
            readings.add(sources.get(i).reading(inForce, i));
        }
        return readings;
    }

    private void enact(Verdict verdict) {
        switch (verdict) {
            case Verdict.Accepted(InForce next, List<Problem> found) -> {
                discovery.followAlso(next.elements());
                if (!isWaitingForDiscovery()) {
                    apply(next, found);
                    decided();
                }
            }
            case Verdict.Unchanged(List<Problem> found) -> {
                held = found;
                decided();
            }
            case Verdict.Rejected(List<Problem> found) -> {
                held = found;
                started.complete(new StartResult.Invalid(found));
                decided();
            }
        }
    }

    /** Services that are new get a moment to tell their endpoints, as requests would find none until then. */
    private boolean isWaitingForDiscovery() {
        if (!discovery.isWaiting()) {
            return false;
        }
        if (discoveryWaitEndNanos.isEmpty()) {
            discoveryWaitEndNanos = Optional.of(control.nanoTime() + DISCOVERY_WAIT.toNanos());
            control.after(DISCOVERY_WAIT, this::changed);
        }
        if (discoveryWaitEndNanos.get() - control.nanoTime() > 0) {
            return true;
        }
        discovery.stopWaiting();
        return false;
    }

    private void apply(InForce next, List<Problem> found) {
        long begin = control.nanoTime();
        try {
            transport.apply(next.snapshot());
        } catch (CannotListenException e) {
            held = new ArrayList<>(found);
            e.reasons().forEach(reason -> held.add(Problem.error(Place.whole("listeners"), "", reason)));
            started.complete(new StartResult.Impossible(e.reasons(), found));
            return;
        }
        held = found;
        inForce = Optional.of(next);
        logApplied(next.snapshot(), control.nanoTime() - begin);
        applied.accept(next.snapshot());
        started.complete(new StartResult.Serving(next.snapshot(), transport.addresses()));
    }

    private void decided() {
        lastDecisionNanos = Optional.of(control.nanoTime());
        discoveryWaitEndNanos = Optional.empty();
        inForce.ifPresent(now -> {
            discovery.followOnly(now.elements());
            List<Problem> current = new ArrayList<>(held);
            current.addAll(now.warnings());
            sources.forEach(state -> state.problem().ifPresent(current::add));
            current.addAll(discovery.problems());
            problems.replace(current);
        });
    }

    private static void logApplied(Snapshot snapshot, long tookNanos) {
        log.info(
                "event=config-applied version={} listeners={} routes={} upstreams={} tookMs={}",
                snapshot.version(),
                snapshot.config().listeners().size(),
                snapshot.config().routes().size(),
                snapshot.config().upstreams().size(),
                tookNanos / 1_000_000);
    }
}
