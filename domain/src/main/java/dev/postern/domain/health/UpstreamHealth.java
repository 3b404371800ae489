package dev.postern.domain.health;

import dev.postern.domain.config.EndpointConfig.Drain;
import dev.postern.domain.config.HealthConfig;
import dev.postern.domain.config.OutliersConfig;
import dev.postern.domain.upstream.Availability;
import dev.postern.domain.upstream.Availability.State;
import dev.postern.domain.upstream.Availability.Unused;
import dev.postern.domain.upstream.Endpoint;
import dev.postern.domain.upstream.EndpointId;
import dev.postern.domain.upstream.Upstream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Decides which endpoints of one upstream may serve, from its probes, from what workers report and from what operators
 * ask for. One thread owns it and hands {@link #availability()} to the workers whenever it has become another object. It
 * follows the upstream from snapshot to snapshot by {@link #adopt}.
 */
public final class UpstreamHealth {
    private static final String BY_OPERATOR = "drained by an operator";
    private static final String BY_CONFIGURATION = "drained by the configuration";

    private final Map<EndpointId, Known> endpoints = new LinkedHashMap<>();
    private Optional<HealthConfig> health = Optional.empty();
    private Optional<OutlierDetector> outliers = Optional.empty();
    private Map<EndpointId, Availability> availability = Map.of();

    /** What is known of one endpoint. */
    private static final class Known {
        private Optional<HealthTracker> tracker;
        private Drain configured = Drain.OFF;
        private Drain ordered = Drain.OFF;
        private Availability availability;
        private String why = "";
        private long sinceNanos;
        private Optional<ProbeResult> lastProbe = Optional.empty();
        private long lastProbeNanos;

        Known(Optional<HealthTracker> tracker, Availability availability, long nowNanos) {
            this.tracker = tracker;
            this.availability = availability;
            sinceNanos = nowNanos;
        }

        Drain drain() {
            return configured.compareTo(ordered) > 0 ? configured : ordered;
        }
    }

    /** All its endpoints are presumed healthy until their first probe. */
    public UpstreamHealth(Upstream upstream, long nowNanos) {
        follow(upstream);
        for (Endpoint endpoint : upstream.endpoints()) {
            Known known = new Known(health.map(HealthTracker::presumedHealthy), Availability.serving(), nowNanos);
            known.configured = endpoint.drain();
            endpoints.put(endpoint.id(), known);
        }
        settleAll(nowNanos);
    }

    /** Goes over to another version of the upstream: who stays keeps its standing, who joins has to prove itself. */
    public void adopt(Upstream next, long nowNanos) {
        follow(next);
        Map<EndpointId, Known> before = new LinkedHashMap<>(endpoints);
        endpoints.clear();
        for (Endpoint endpoint : next.endpoints()) {
            Known known = before.get(endpoint.id());
            if (known == null) {
                known = new Known(
                        health.map(HealthTracker::unproven), new Availability(State.WARMING, nowNanos), nowNanos);
            } else {
                known.tracker = tracker(known.tracker);
            }
            known.configured = endpoint.drain();
            endpoints.put(endpoint.id(), known);
        }
        outliers.ifPresent(detector -> detector.retain(endpoints.keySet()));
        settleAll(nowNanos);
    }

    /** A probe has ended. Endpoints that have left are ignored, here and below: news of them may still be on the way. */
    public void probed(EndpointId id, ProbeResult result, long nowNanos) {
        Known known = endpoints.get(id);
        if (known == null || known.tracker.isEmpty()) {
            return;
        }
        HealthTracker tracker = known.tracker.get();
        tracker.heard(result.hasPassed());
        known.lastProbe = Optional.of(result);
        known.lastProbeNanos = nowNanos;
        if (result.hasPassed()) {
            outliers.ifPresent(detector -> detector.probePassed(id, nowNanos));
        }
        String probes = tracker.inRow() == 1 ? "a probe " : tracker.inRow() + " probes in a row ";
        settle(id, probes + (result.hasPassed() ? "passed: " : "failed: ") + result.detail(), nowNanos);
    }

    /**
     * A worker has seen more failures than the upstream allows.
     *
     * @param why for people: {@code 5 failures in a row}
     */
    public void suspected(EndpointId id, String why, long nowNanos) {
        if (endpoints.containsKey(id)) {
            outliers.ifPresent(detector -> detector.report(id, endpoints.size(), nowNanos));
            settle(id, why, nowNanos);
        }
    }

    /** Ends the ejections whose time is up, and tells whose. */
    public List<EndpointId> tick(long nowNanos) {
        List<EndpointId> released =
                outliers.map(detector -> detector.release(nowNanos)).orElse(List.of());
        released.forEach(id -> settle(id, "the time of its ejection is up", nowNanos));
        return released;
    }

    /** When {@link #tick} has something to do. */
    public OptionalLong nextTickNanos() {
        return outliers.map(OutlierDetector::nextReleaseNanos).orElse(OptionalLong.empty());
    }

    /**
     * An operator's wish, which lasts until it is taken back by {@link Drain#OFF} or the endpoint leaves; what is configured
     * holds beside it. False when there is no such endpoint.
     */
    public boolean drain(EndpointId id, Drain wanted, long nowNanos) {
        Known known = endpoints.get(id);
        if (known == null) {
            return false;
        }
        if (known.ordered != wanted) {
            known.ordered = wanted;
            settle(id, wanted == Drain.OFF ? "taken back by an operator" : BY_OPERATOR, nowNanos);
        }
        return true;
    }

    /** Immutable, in the order of the upstream's endpoints; the same object until something changes. */
    public Map<EndpointId, Availability> availability() {
        return availability;
    }

    /** Nothing was heard of it yet, or its last probes contradict what is held of it. */
    public boolean isChanging(EndpointId id) {
        Known known = endpoints.get(id);
        return known != null && known.tracker.filter(HealthTracker::isChanging).isPresent();
    }

    public Optional<Standing> standing(EndpointId id) {
        return Optional.ofNullable(endpoints.get(id)).map(known -> standing(id, known));
    }

    private Standing standing(EndpointId id, Known known) {
        return new Standing(
                known.availability.state(),
                known.why,
                known.sinceNanos,
                known.lastProbe,
                known.lastProbeNanos,
                known.tracker.map(HealthTracker::inRow).orElse(0),
                outliers.map(detector -> detector.ejectedUntilNanos(id)).orElse(OptionalLong.empty()),
                outliers.map(detector -> detector.ejections(id)).orElse(0));
    }

    private void follow(Upstream upstream) {
        health = upstream.config().health();
        Optional<OutliersConfig> wanted = upstream.config().outliers();
        wanted.ifPresent(config -> outliers.ifPresent(detector -> detector.follow(config)));
        outliers = wanted.map(config -> outliers.orElseGet(() -> new OutlierDetector(config)));
    }

    private Optional<HealthTracker> tracker(Optional<HealthTracker> known) {
        return health.map(config ->
                known.map(tracker -> tracker.under(config)).orElseGet(() -> HealthTracker.presumedHealthy(config)));
    }

    private void settle(EndpointId id, String why, long nowNanos) {
        Known known = endpoints.get(id);
        if (known != null && settles(id, known, why, nowNanos)) {
            tell();
        }
    }

    private void settleAll(long nowNanos) {
        endpoints.forEach(
                (id, known) -> settles(id, known, known.drain() == Drain.OFF ? "" : BY_CONFIGURATION, nowNanos));
        tell();
    }

    private void tell() {
        Map<EndpointId, Availability> next = new LinkedHashMap<>();
        endpoints.forEach((id, known) -> next.put(id, known.availability));
        if (!next.equals(availability)) {
            availability = Collections.unmodifiableMap(next);
        }
    }

    /** True when it has become something else. */
    private boolean settles(EndpointId id, Known known, String why, long nowNanos) {
        State state = state(id, known);
        Availability before = known.availability;
        Unused unused = known.drain() == Drain.CLOSE ? Unused.CLOSED : Unused.KEPT;
        boolean isSame = state == before.state() || (state == State.WARMING && before.isServing());
        if (isSame && unused == before.unused()) {
            return false;
        }
        known.availability = isSame
                ? new Availability(before.state(), before.sinceNanos(), unused)
                : new Availability(state, nowNanos, unused);
        if (!isSame) {
            known.sinceNanos = nowNanos;
            known.why = why;
        }
        return true;
    }

    /** {@link State#WARMING} stands for any that serves. */
    private State state(EndpointId id, Known known) {
        boolean isEjected = outliers.isPresent() && outliers.get().isEjected(id);
        State state = switch (known.tracker.map(HealthTracker::health).orElse(HealthTracker.Health.HEALTHY)) {
            case HEALTHY -> isEjected ? State.EJECTED : State.WARMING;
            case UNPROVEN -> isEjected ? State.EJECTED : State.UNPROVEN;
            case UNHEALTHY -> State.UNHEALTHY;
        };
        if (known.drain() == Drain.OFF) {
            return state;
        }
        return state == State.UNHEALTHY || state == State.EJECTED ? State.OUT : State.DRAINING;
    }
}
