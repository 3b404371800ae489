package dev.postern.app.service;

import dev.postern.app.logging.Quoted;
import dev.postern.domain.config.ConfigTree;
import dev.postern.domain.config.Element;
import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.EndpointConfig;
import dev.postern.domain.config.Place;
import dev.postern.domain.config.Problem;
import dev.postern.domain.snapshot.Snapshot;
import dev.postern.domain.snapshot.SnapshotDiff;
import dev.postern.domain.upstream.EndpointId;
import dev.postern.ports.config.ConfigCodec;
import dev.postern.ports.config.ConfigDocument;
import dev.postern.ports.config.ConfigEvent;
import dev.postern.ports.config.ConfigSource;
import dev.postern.ports.config.ConfigSource.Acceptance;
import dev.postern.ports.config.Fragment;
import dev.postern.ports.credentials.CertificateFacts;
import dev.postern.ports.credentials.CredentialReading;
import dev.postern.ports.traffic.CannotListenException;
import dev.postern.ports.traffic.ProxyTransport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of the configuration: what sources and discoveries tell is read, merged, compiled and put in force, and what
 * can't be is held back while the last good state goes on. All state belongs to the control thread; sources only post to
 * it. Changes that arrive together are applied together. Closing ends the sources and the watches, not the transport. Longer
 * than most files, because here alone is written in which order the parts are asked, and what follows when one refuses.
 */
public final class ConfigService implements ConfigControl, AutoCloseable {
    /** How long the start waits for the first word of every source. */
    static final Duration SOURCES_WAIT = Duration.ofSeconds(10);

    /** How long a change that brings new services waits for their first endpoints. */
    static final Duration DISCOVERY_WAIT = Duration.ofSeconds(2);

    /** How often it is looked whether a certificate expires soon. */
    static final Duration EXPIRY_LOOK = Duration.ofHours(1);

    /**
     * How long a file that can't be used any more has to become one that can, before that is told: whoever replaces a
     * certificate and then its key is between the two for a moment.
     */
    static final Duration DOUBT = Duration.ofSeconds(2);

    private static final Logger log = LoggerFactory.getLogger(ConfigService.class);

    private final Control control;
    private final List<SourceState> sources = new ArrayList<>();
    private final ConfigCodec codec;
    private final Judge judge;
    private final Vault vault;
    private final DiscoveryService discovery;
    private final ProxyTransport transport;
    private final Consumer<Snapshot> applied;
    private final ProblemBook problems = new ProblemBook();
    private final History history = new History();
    private final StatusBoard board;
    private final LastGood lastGood;
    private final StartPatience patience;
    private final SavedTexts savedTexts = new SavedTexts();
    private final CompletableFuture<StartResult> started = new CompletableFuture<>();
    private volatile Optional<InForce> inForce = Optional.empty();
    private volatile boolean isLeaving;
    private List<Problem> held = List.of();
    private Optional<Saved> saved = Optional.empty();
    private List<String> lastSilent = List.of();
    private boolean isInDoubt;
    private Optional<Ruling> ruling = Optional.empty();
    private Optional<Order> order = Optional.empty();
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
        this(control, sources, adapters, transport, applied, LastGood.NONE, StartPatience.FAIL);
    }

    /**
     * @param lastGood what an earlier run saved, for sources that can't be read at the start
     * @param patience what to do where that is nothing
     */
    public ConfigService(
            Control control,
            List<ConfigSource> sources,
            Adapters adapters,
            ProxyTransport transport,
            Consumer<Snapshot> applied,
            LastGood lastGood,
            StartPatience patience) {
        this.lastGood = lastGood;
        this.patience = patience;
        this.control = control;
        this.transport = transport;
        this.applied = applied;
        codec = adapters.codec();
        sources.forEach(source -> this.sources.add(new SourceState(source, codec)));
        board = new StatusBoard(control, this.sources);
        vault = new Vault(adapters.credentials(), control::now);
        judge = new Judge(codec, adapters.compiler(), adapters.discoveries(), vault);
        discovery = new DiscoveryService(
                adapters.discoveries(), control, this::hold, transport::health, (cause, seenNanos) -> {
                    board.caused(cause, seenNanos);
                    changed();
                });
    }

    /** Starts the sources; the answer comes when the first snapshot is served, or when it is certain that none will be. */
    public CompletableFuture<StartResult> start() {
        control.execute(this::startSources);
        control.after(SOURCES_WAIT, () -> {
            isSourcesWaitOver = true;
            changed();
        });
        control.after(EXPIRY_LOOK, this::lookAtExpiry);
        return started;
    }

    private void startSources() {
        try {
            saved = lastGood.read();
            saved.ifPresent(earlier -> discovery.restore(earlier.endpoints()));
            for (SourceState state : sources) {
                state.source().start(event -> {
                    long seenNanos = control.nanoTime();
                    control.execute(() -> told(state, event, seenNanos));
                });
            }
        } catch (RuntimeException | Error e) {
            started.completeExceptionally(e);
        }
    }

    private void told(SourceState state, ConfigEvent event, long seenNanos) {
        if (isClosed) {
            return;
        }
        String name = state.source().name();
        Optional<List<Element>> given = inForce.map(now -> now.bySource().get(sources.indexOf(state)));
        switch (state.told(event, control.now(), given)) {
            case NEW -> {
                board.caused(name, seenNanos);
                order.ifPresent(asked -> refuse(asked, name + " has changed meanwhile", List.of()));
                endRuling(name + " has changed");
            }
            case HELD -> {
                log.warn("event=config-held source={}", new Quoted(name));
                control.after(hold(), () -> readAgain(state));
            }
            case NOTHING_NEW -> {}
        }
        changed();
    }

    private void lookAtExpiry() {
        if (!isClosed) {
            changed();
            control.after(EXPIRY_LOOK, this::lookAtExpiry);
        }
    }

    private void readAgain(SourceState state) {
        if (!isClosed) {
            state.readAgain();
        }
    }

    private Duration hold() {
        return inForce.map(now -> now.snapshot().config().changes().hold()).orElse(Duration.ZERO);
    }

    private void endRuling(String reason) {
        ruling.ifPresent(
                ended -> log.info("event=config-override-ended override=\"{}\" reason=\"{}\"", ended.what(), reason));
        ruling = Optional.empty();
    }

    @Override
    public void reload() {
        // why: before the first snapshot everything is being read anyway.
        if (inForce.isPresent()) {
            log.info("event=reload");
            control.execute(() -> {
                board.caused("reload");
                if (ruling.isPresent()) {
                    endRuling("reload");
                    changed();
                }
            });
            sources.forEach(state -> state.source().refresh());
        }
    }

    @Override
    public Readiness readiness() {
        if (inForce.isEmpty()) {
            return Readiness.not("no configuration is in force yet");
        }
        if (isLeaving) {
            return Readiness.not("stopping");
        }
        return sources.stream()
                .flatMap(state -> state.tooStale(control.now()).stream())
                .findFirst()
                .map(Readiness::not)
                .orElse(Readiness.READY);
    }

    /** From now on it is not ready, though it goes on as before. Any thread. */
    public void leave() {
        isLeaving = true;
    }

    @Override
    public ConfigStatus status() {
        Instant now = control.now();
        return board.status()
                .at(now, sources.stream().map(state -> state.staleness(now)).toList());
    }

    @Override
    public Lags lags() {
        return board.lags();
    }

    @Override
    public Optional<Snapshot> snapshot() {
        return inForce.map(InForce::snapshot);
    }

    @Override
    public List<EffectiveElement> effective(Predicate<ElementId> wanted) {
        return inForce.map(now -> EffectiveElements.of(
                        now,
                        sources.stream().map(state -> state.source().name()).toList(),
                        codec,
                        wanted))
                .orElse(List.of());
    }

    @Override
    public Map<String, String> secrets() {
        Map<String, String> secrets = new HashMap<>();
        inForce.ifPresent(now -> now.elements().forEach(element -> secrets.putAll(ConfigTree.replacements(element))));
        return secrets;
    }

    @Override
    public List<HistoryEntry> history() {
        return history.entries();
    }

    @Override
    public Set<EndpointId> kept() {
        return discovery.kept();
    }

    @Override
    public List<Problem> problems() {
        return problems.current();
    }

    @Override
    public List<CertificateFacts> certificates() {
        return inForce.map(now -> now.credentials().certificates()).orElse(List.of());
    }

    @Override
    public CompletableFuture<CheckResult> check(List<ConfigDocument> candidate) {
        List<Fragment> read = candidate.stream().map(codec::read).toList();
        return CompletableFuture.supplyAsync(
                () -> new CandidateCheck(judge, discovery::endpoints).check(read, inForce), control);
    }

    @Override
    public CompletableFuture<ChangeOutcome> apply(List<ConfigDocument> candidate) {
        List<Fragment> read = candidate.stream().map(codec::read).toList();
        return ordered(now -> {
            Gathered gathered = Gathered.of(read);
            CheckResult check = new CandidateCheck(judge, discovery::endpoints).check(read, inForce);
            return check.isValid()
                    ? new Wanted(
                            Optional.of(Ruling.ofCandidate(gathered.elements().values(), now)), "", List.of())
                    : new Wanted(Optional.empty(), "the candidate has errors", check.problems());
        });
    }

    @Override
    public CompletableFuture<Optional<SnapshotDiff>> difference(long to) {
        return CompletableFuture.supplyAsync(
                () -> inForce.flatMap(now -> history.difference(now.elements(), to)), control);
    }

    @Override
    public CompletableFuture<ChangeOutcome> rollback(long version) {
        return ordered(now -> new Wanted(
                history.find(version).map(bySource -> new Ruling("rollback to " + version, bySource)),
                "there is no configuration " + version + " in the history to roll back to",
                List.of()));
    }

    @Override
    public CompletableFuture<ChangeOutcome> confirmHeld() {
        return CompletableFuture.supplyAsync(this::believe, control);
    }

    private ChangeOutcome believe() {
        long before = board.status().version();
        List<SourceState> suspicious =
                sources.stream().filter(SourceState::isHeld).toList();
        suspicious.forEach(SourceState::believe);
        if (!discovery.believe() && suspicious.isEmpty()) {
            return new ChangeOutcome.Refused("nothing is held", List.of());
        }
        board.caused("confirmed by a person");
        if (!suspicious.isEmpty()) {
            endRuling("a source's change was confirmed");
        }
        decideNow();
        long now = board.status().version();
        return now == before
                ? new ChangeOutcome.Refused("it was confirmed, and is not in force yet; see the problems", problems())
                : new ChangeOutcome.Applied(now, history.entries().getFirst().difference(), problems());
    }

    /** What a person wants to rule, or why it can't. */
    private record Wanted(Optional<Ruling> ruling, String reason, List<Problem> problems) {}

    private CompletableFuture<ChangeOutcome> ordered(Function<InForce, Wanted> finder) {
        CompletableFuture<ChangeOutcome> answer = new CompletableFuture<>();
        control.execute(() -> {
            if (isClosed || inForce.isEmpty() || order.isPresent()) {
                String reason = order.isPresent() ? "another change is under way" : "no configuration is in force";
                answer.complete(new ChangeOutcome.Refused(reason, List.of()));
                return;
            }
            Wanted wanted = finder.apply(inForce.get());
            if (wanted.ruling().isEmpty()) {
                answer.complete(new ChangeOutcome.Refused(wanted.reason(), wanted.problems()));
                return;
            }
            order = Optional.of(new Order(wanted.ruling().get(), answer));
            decideNow();
        });
        return answer;
    }

    private void refuse(Order refused, String reason, List<Problem> found) {
        log.warn(
                "event=config-order-refused order=\"{}\" reason=\"{}\"",
                refused.ruling().what(),
                reason);
        order = Optional.empty();
        discoveryWaitEndNanos = Optional.empty();
        inForce.ifPresent(now -> discovery.followOnly(now.elements()));
        refused.refused(reason, found);
        changed();
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
        vault.close();
        order.ifPresent(asked -> asked.refused("the proxy has stopped", List.of()));
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
        decideNow();
    }

    private void decideNow() {
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
            order.ifPresent(asked -> refuse(asked, "unexpected " + e, List.of()));
        }
    }

    /** Where a store can't be read, what was saved of it stands in. Files are not: who removes one means it. */
    private boolean isEverySourceRead() {
        if (sources.stream().allMatch(SourceState::hasTold)) {
            return true;
        }
        saved.ifPresent(this::restore);
        List<String> silent = new ArrayList<>();
        List<Problem> found = new ArrayList<>();
        for (SourceState state : sources) {
            state.silence().ifPresent(silent::add);
            found.addAll(state.textProblems());
        }
        if (!silent.isEmpty() && patience == StartPatience.FAIL) {
            started.complete(new StartResult.Impossible(silent, found));
        }
        if (!silent.isEmpty() && !silent.equals(lastSilent)) {
            lastSilent = silent;
            log.warn("event=config-source-silent reason={}", new Quoted(String.join("; ", silent)));
        }
        return silent.isEmpty();
    }

    private void restore(Saved earlier) {
        for (SourceState state : sources) {
            String name = state.source().name();
            List<Saved.Text> texts = earlier.texts().getOrDefault(name, List.of());
            if (!state.hasTold() && state.source().acceptance() == Acceptance.BY_ELEMENT && !texts.isEmpty()) {
                state.restore(texts, earlier.at());
                board.caused("saved state of " + name);
                log.warn("event=config-restored source={} savedAt={}", new Quoted(name), earlier.at());
            }
        }
    }

    private void save(InForce now) {
        if (ruling.isEmpty()) {
            List<SavedTexts.Told> told = new ArrayList<>();
            for (int i = 0; i < sources.size(); i++) {
                SourceState state = sources.get(i);
                told.add(new SavedTexts.Told(
                        state.source().name(), state.fragments(), now.bySource().get(i)));
            }
            Map<String, List<EndpointConfig>> endpoints = discovery.known();
            Instant at = control.now();
            lastGood.save(
                    () -> new Saved(at, savedTexts.of(told), endpoints), () -> control.execute(this::tellProblems));
        }
    }

    private List<Reading> readings() {
        Optional<Ruling> rules = order.map(Order::ruling).or(() -> ruling);
        if (rules.isPresent() && inForce.isPresent()) {
            return rules.get().readings(inForce.get());
        }
        List<Reading> readings = new ArrayList<>(sources.size());
        for (int i = 0; i < sources.size(); i++) {
            readings.add(sources.get(i).reading(inForce, i));
        }
        return readings;
    }

    private void enact(Verdict verdict) {
        if (order.isPresent() && verdict.problems().stream().anyMatch(Problem::isError)) {
            refuse(order.get(), "it has errors", verdict.problems());
            return;
        }
        switch (verdict) {
            case Verdict.Accepted(InForce next, List<Problem> found) -> {
                discovery.followAlso(next.elements());
                if (!isWaitingForDiscovery()) {
                    Runnable telling = apply(next, found);
                    decided();
                    telling.run();
                }
            }
            case Verdict.Unchanged(List<Problem> found) -> {
                held = found;
                isInDoubt = false;
                unchanged();
            }
            case Verdict.Reread(InForce next, List<Problem> found) -> {
                reread(next, found);
                unchanged();
            }
            case Verdict.Rejected(List<Problem> found) -> {
                held = found;
                decided();
                started.complete(new StartResult.Invalid(found));
            }
        }
    }

    private void unchanged() {
        Optional<Order> asked = order;
        decided();
        asked.ifPresent(each -> each.unchanged(board.status().version()));
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

    /** Answers what tells those who wait, which is to be done when all of it is decided: they may ask for any part of it. */
    private Runnable apply(InForce next, List<Problem> found) {
        long begin = control.nanoTime();
        try {
            transport.apply(next.snapshot());
        } catch (CannotListenException e) {
            List<Problem> all = new ArrayList<>(found);
            e.reasons().forEach(reason -> all.add(Problem.error(Place.whole("listeners"), "", reason)));
            if (order.isPresent()) {
                refuse(order.get(), "a listener can't be bound", all);
            } else {
                held = all;
            }
            return () -> started.complete(new StartResult.Impossible(e.reasons(), found));
        }
        held = found;
        inForce = Optional.of(next);
        order.ifPresent(asked -> {
            ruling = Optional.of(asked.ruling());
            board.caused(asked.ruling().what());
        });
        SnapshotDiff difference = history.add(next, control.now(), board.cause());
        board.applied(next.snapshot().version());
        applied.accept(next.snapshot());
        // why not before: who reads it may count on all of it, logs and traces as well.
        logApplied(next.snapshot(), difference, control.nanoTime() - begin);
        save(next);
        Optional<Order> asked = order;
        return () -> {
            started.complete(new StartResult.Serving(next.snapshot(), transport.addresses()));
            asked.ifPresent(each -> each.applied(next.snapshot().version(), difference, next.warnings()));
        };
    }

    /** The same configuration with other credentials is no other version of it. */
    private void reread(InForce next, List<Problem> found) {
        held = found;
        boolean isWorse = inForce.stream().anyMatch(now -> errors(next.credentials()) > errors(now.credentials()));
        if (isWorse && !isInDoubt) {
            isInDoubt = true;
            control.after(DOUBT, this::changed);
            return;
        }
        isInDoubt = false;
        boolean isOther = inForce.stream()
                .noneMatch(now -> now.credentials()
                        .credentials()
                        .equals(next.credentials().credentials()));
        try {
            if (isOther) {
                transport.apply(next.snapshot());
            }
        } catch (CannotListenException e) {
            held = new ArrayList<>(found);
            e.reasons().forEach(reason -> held.add(Problem.error(Place.whole("listeners"), "", reason)));
            return;
        }
        inForce.ifPresent(now ->
                logReread(now.credentials().certificates(), next.credentials().certificates()));
        inForce = Optional.of(next);
    }

    private static long errors(CredentialReading reading) {
        return reading.troubles().stream().filter(Problem::isError).count();
    }

    private static void logReread(List<CertificateFacts> before, List<CertificateFacts> now) {
        for (CertificateFacts each : now) {
            if (before.stream().noneMatch(known -> known.fingerprint().equals(each.fingerprint()))) {
                log.info(
                        "event=certificate-read name={} expiresAt={} fingerprint={}",
                        new Quoted(each.name()),
                        each.expiresAt(),
                        each.fingerprint());
            }
        }
    }

    private void decided() {
        vault.follow(() -> control.execute(() -> {
            board.caused("certificate files");
            changed();
        }));
        lastDecisionNanos = Optional.of(control.nanoTime());
        discoveryWaitEndNanos = Optional.empty();
        order = Optional.empty();
        inForce.ifPresent(now -> discovery.followOnly(now.elements()));
        tellProblems();
        board.decided(ruling.map(Ruling::what));
    }

    private void tellProblems() {
        inForce.ifPresent(now -> {
            List<Problem> current = new ArrayList<>(held);
            current.addAll(now.warnings());
            current.addAll(now.credentials().troubles());
            sources.forEach(state -> current.addAll(state.problems()));
            current.addAll(discovery.problems());
            ruling.ifPresent(rules -> current.add(rules.notice()));
            lastGood.trouble().ifPresent(why -> current.add(Problem.warning(Place.whole("state"), "", why)));
            if (problems.replace(current)) {
                board.rejected();
            }
        });
    }

    private void logApplied(Snapshot snapshot, SnapshotDiff difference, long tookNanos) {
        log.info(
                "event=config-applied version={} cause=\"{}\" added={} removed={} changed={} listeners={} routes={} upstreams={} tookMs={}",
                snapshot.version(),
                board.cause(),
                difference.added(),
                difference.removed(),
                difference.changed(),
                snapshot.config().listeners().size(),
                snapshot.config().routes().size(),
                snapshot.config().upstreams().size(),
                tookNanos / 1_000_000);
    }
}
