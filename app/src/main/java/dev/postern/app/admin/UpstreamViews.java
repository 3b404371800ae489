package dev.postern.app.admin;

import dev.postern.app.admin.TrafficViews.RateRow;
import dev.postern.app.telemetry.Recent;
import dev.postern.domain.config.AdaptiveConfig;
import dev.postern.domain.config.LimitsConfig;
import dev.postern.domain.upstream.AdaptiveLimit;
import dev.postern.domain.upstream.Availability;
import dev.postern.domain.upstream.Endpoint;
import dev.postern.domain.upstream.EndpointId;
import dev.postern.domain.upstream.Latencies;
import dev.postern.domain.upstream.Upstream;
import dev.postern.ports.traffic.EndpointCounts;
import dev.postern.ports.traffic.EndpointHealth;
import dev.postern.ports.traffic.ProxyTransport;
import dev.postern.ports.traffic.UpstreamCounts;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How upstreams look in JSON: what is configured, beside what is known of them now. */
record UpstreamViews(
        Map<String, UpstreamCounts> upstreams,
        Map<EndpointId, EndpointCounts> endpoints,
        Map<EndpointId, EndpointHealth> health,
        Set<EndpointId> kept,
        Recent recent) {
    private static final double TENTH_OF_MILLI = 1e5;

    static UpstreamViews of(ProxyTransport transport, Set<EndpointId> kept, Recent recent) {
        return new UpstreamViews(transport.upstreams(), transport.endpoints(), transport.health(), kept, recent);
    }

    /**
     * @param tls whether endpoints must show that they are who is asked for; absent without TLS
     * @param traffic of the last ten seconds; absent where it had none yet
     * @param requests of each second of the last minute, the oldest first
     * @param homePercent how much of its requests begins in the proxy's own zone; absent where that is all, or zones don't matter
     */
    record UpstreamRow(
            String name,
            String balance,
            Optional<String> tls,
            long inFlight,
            long waiting,
            Optional<Integer> limit,
            Optional<AdaptiveRow> adaptive,
            Optional<Integer> homePercent,
            RetriesRow retries,
            Optional<RateRow> traffic,
            Optional<List<Long>> requests,
            List<EndpointRow> endpoints) {}

    /** @param restMs how long answers take in the middle while few are under way */
    record AdaptiveRow(
            AdaptiveConfig.Mode mode, AdaptiveLimit.State state, Optional<Integer> allowed, Optional<Double> restMs) {
        static AdaptiveRow of(UpstreamCounts.Adaptive adaptive) {
            return new AdaptiveRow(
                    adaptive.mode(),
                    adaptive.state(),
                    Optional.of(adaptive.allowed()).filter(allowed -> allowed > 0),
                    Optional.of(adaptive.restNanos()).filter(nanos -> nanos > 0).map(UpstreamViews::millis));
        }
    }

    /**
     * Of the last ten seconds.
     *
     * @param refused how often the budget was used up, since the upstream is there
     * @param budget share of the requests that may be repeated
     * @param least that are allowed whatever the share
     */
    record RetriesRow(long recent, long requests, long refused, String budget, int least) {}

    record EndpointRow(
            String address,
            int weight,
            Endpoint.Role role,
            Optional<String> zone,
            Availability.State state,
            long inFlight,
            long requests,
            long failures,
            long connections,
            long idleConnections,
            Optional<LatencyRow> latencyMs,
            Optional<Boolean> kept,
            Optional<HealthRow> health) {}

    /** In milliseconds, of the last one to two minutes. */
    record LatencyRow(long answers, double p50, double p90, double p99) {
        static LatencyRow of(Latencies latencies) {
            return new LatencyRow(
                    latencies.count(),
                    millis(latencies.quantileNanos(0.5)),
                    millis(latencies.quantileNanos(0.9)),
                    millis(latencies.quantileNanos(0.99)));
        }
    }

    record HealthRow(
            Optional<String> why,
            Instant since,
            Optional<ProbeRow> probe,
            Optional<Instant> ejectedUntil,
            Optional<Integer> ejections) {
        static HealthRow of(EndpointHealth held) {
            return new HealthRow(
                    Optional.of(held.why()).filter(why -> !why.isEmpty()),
                    held.since(),
                    held.probe().map(ProbeRow::of),
                    held.ejectedUntil(),
                    Optional.of(held.ejections()).filter(ejections -> ejections > 0));
        }
    }

    record ProbeRow(boolean passed, String found, Instant at, int inRow) {
        static ProbeRow of(EndpointHealth.LastProbe probe) {
            return new ProbeRow(probe.result().hasPassed(), probe.result().detail(), probe.at(), probe.inRow());
        }
    }

    private static double millis(long nanos) {
        return Math.round(nanos / TENTH_OF_MILLI) / 10.0;
    }

    UpstreamRow row(Upstream upstream) {
        LimitsConfig limits = upstream.config().limits();
        Optional<UpstreamCounts> now = Optional.ofNullable(upstreams.get(upstream.name()));
        Optional<Recent.Window> window = recent.upstream(upstream.name(), Recent.SECONDS_OF_ONE);
        UpstreamCounts.Retries retries = now.map(UpstreamCounts::retries).orElse(new UpstreamCounts.Retries(0, 0, 0));
        return new UpstreamRow(
                upstream.name(),
                upstream.config().balance().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                upstream.config().tls().map(tls -> switch (tls.verify()) {
                    case FULL -> "verified";
                    case NONE -> "not verified";
                }),
                now.map(UpstreamCounts::inFlight).orElse(0L),
                now.map(UpstreamCounts::waiting).orElse(0L),
                now.map(UpstreamCounts::limit).filter(limit -> limit > 0),
                now.flatMap(UpstreamCounts::adaptive).map(AdaptiveRow::of),
                now.map(UpstreamCounts::homePermille)
                        .filter(permille -> permille < 1000)
                        .map(permille -> permille / 10),
                new RetriesRow(
                        retries.recent(),
                        retries.requests(),
                        retries.refused(),
                        limits.retryBudget().toString(),
                        limits.minRetries()),
                window.map(_ -> RateRow.of(recent.upstreamSum(upstream.name(), TrafficViews.NOW_SECONDS))),
                window.map(TrafficViews::requests),
                upstream.endpoints().stream().map(this::row).toList());
    }

    private EndpointRow row(Endpoint endpoint) {
        Optional<EndpointHealth> held = Optional.ofNullable(health.get(endpoint.id()));
        EndpointCounts now = endpoints.getOrDefault(endpoint.id(), EndpointCounts.none(endpoint.id()));
        return new EndpointRow(
                endpoint.address().toString(),
                endpoint.weight(),
                endpoint.role(),
                endpoint.zone(),
                held.map(EndpointHealth::state).orElse(now.state()),
                now.inFlight(),
                now.requests(),
                now.failures(),
                now.open(),
                now.idle(),
                Optional.of(now.latencies())
                        .filter(latencies -> latencies.count() > 0)
                        .map(LatencyRow::of),
                Optional.of(kept.contains(endpoint.id())).filter(isKept -> isKept),
                held.map(HealthRow::of));
    }
}
