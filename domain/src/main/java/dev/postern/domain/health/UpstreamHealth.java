package dev.postern.domain.health;

import dev.postern.domain.config.HealthConfig;
import dev.postern.domain.config.OutliersConfig;
import dev.postern.domain.upstream.Availability;
import dev.postern.domain.upstream.Availability.State;
import dev.postern.domain.upstream.Endpoint;
import dev.postern.domain.upstream.EndpointId;
import dev.postern.domain.upstream.Upstream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Decides which endpoints of one upstream may serve, from its probes, from what workers report and from what operators
 * ask for. The control thread owns it and hands {@link #availability()} to the workers whenever it has become another
 * object. It follows the upstream from snapshot to snapshot by {@link #adopt}.
 */
public final class UpstreamHealth {
    private final Map<EndpointId, Standing> standings = new LinkedHashMap<>();
    private Optional<HealthConfig> health = Optional.empty();
    private Optional<OutlierDetector> outliers = Optional.empty();
    private Map<EndpointId, Availability> availability = Map.of();

    /** What is known of one endpoint. */
    private static final class Standing {
        private Optional<HealthTracker> tracker;
        private boolean isDraining;
        private Availability availability;

        Standing(Optional<HealthTracker> tracker, Availability availability) {
            this.tracker = tracker;
            this.availability = availability;
        }
    }

    /** All its endpoints are presumed healthy until their first probe. */
    public UpstreamHealth(Upstream upstream, long nowNanos) {
        follow(upstream);
        for (Endpoint endpoint : upstream.endpoints()) {
            standings.put(
                    endpoint.id(), new Standing(health.map(HealthTracker::presumedHealthy), Availability.serving()));
        }
        settle(nowNanos);
    }

    /** Goes over to another version of the upstream: who stays keeps its standing, who joins has to prove itself. */
    public void adopt(Upstream next, long nowNanos) {
        follow(next);
        Map<EndpointId, Standing> known = new LinkedHashMap<>(standings);
        standings.clear();
        for (Endpoint endpoint : next.endpoints()) {
            Standing standing = known.get(endpoint.id());
            if (standing == null) {
                standing = new Standing(health.map(HealthTracker::unproven), new Availability(State.WARMING, nowNanos));
            } else {
                standing.tracker = tracker(standing.tracker);
            }
            standings.put(endpoint.id(), standing);
        }
        outliers.ifPresent(detector -> detector.retain(standings.keySet()));
        settle(nowNanos);
    }

    /** A probe passed. Endpoints that have left are ignored, here and below: news of them may still be on the way. */
    public void probePassed(EndpointId id, long nowNanos) {
        Optional.ofNullable(standings.get(id))
                .flatMap(standing -> standing.tracker)
                .ifPresent(HealthTracker::passed);
        outliers.ifPresent(detector -> detector.probePassed(id, nowNanos));
        settle(nowNanos);
    }

    public void probeFailed(EndpointId id, long nowNanos) {
        Optional.ofNullable(standings.get(id))
                .flatMap(standing -> standing.tracker)
                .ifPresent(HealthTracker::failed);
        settle(nowNanos);
    }

    /** A worker has seen as many failures in a row as the upstream allows. */
    public void suspected(EndpointId id, long nowNanos) {
        if (standings.containsKey(id)) {
            outliers.ifPresent(detector -> detector.report(id, standings.size(), nowNanos));
            settle(nowNanos);
        }
    }

    /** Ends the ejections whose time is up. */
    public void tick(long nowNanos) {
        if (outliers.isPresent() && !outliers.get().release(nowNanos).isEmpty()) {
            settle(nowNanos);
        }
    }

    /** When {@link #tick} has something to do. */
    public OptionalLong nextTickNanos() {
        return outliers.map(OutlierDetector::nextReleaseNanos).orElse(OptionalLong.empty());
    }

    /** From now on it takes only clients that stick to it; false when there is no such endpoint. */
    public boolean drain(EndpointId id, long nowNanos) {
        return drain(id, true, nowNanos);
    }

    /** Takes {@link #drain} back. */
    public boolean resume(EndpointId id, long nowNanos) {
        return drain(id, false, nowNanos);
    }

    /** Immutable, in the order of the upstream's endpoints; the same object until something changes. */
    public Map<EndpointId, Availability> availability() {
        return availability;
    }

    private boolean drain(EndpointId id, boolean wanted, long nowNanos) {
        Standing standing = standings.get(id);
        if (standing == null) {
            return false;
        }
        standing.isDraining = wanted;
        settle(nowNanos);
        return true;
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

    private void settle(long nowNanos) {
        Map<EndpointId, Availability> next = new LinkedHashMap<>();
        standings.forEach((id, standing) -> {
            standing.availability = settled(id, standing, nowNanos);
            next.put(id, standing.availability);
        });
        if (!next.equals(availability)) {
            availability = Collections.unmodifiableMap(next);
        }
    }

    private Availability settled(EndpointId id, Standing standing, long nowNanos) {
        State state = state(id, standing);
        Availability before = standing.availability;
        if (state == before.state() || (state == State.WARMING && before.isServing())) {
            return before;
        }
        return new Availability(state, nowNanos);
    }

    /** {@link State#WARMING} stands for any that serves. */
    private State state(EndpointId id, Standing standing) {
        boolean isEjected = outliers.isPresent() && outliers.get().isEjected(id);
        State state = switch (standing.tracker.map(HealthTracker::health).orElse(HealthTracker.Health.HEALTHY)) {
            case HEALTHY -> isEjected ? State.EJECTED : State.WARMING;
            case UNPROVEN -> isEjected ? State.EJECTED : State.UNPROVEN;
            case UNHEALTHY -> State.UNHEALTHY;
        };
        if (!standing.isDraining) {
            return state;
        }
        return state == State.UNHEALTHY || state == State.EJECTED ? State.OUT : State.DRAINING;
    }
}
