package dev.postern.app.admin;

import dev.postern.app.admin.TrafficViews.RateRow;
import dev.postern.app.admin.TrafficViews.SecondsRow;
import dev.postern.app.service.ConfigStatus;
import dev.postern.domain.config.ListenerConfig;
import dev.postern.domain.overload.Overload.Cause;
import dev.postern.domain.upstream.Availability;
import dev.postern.ports.credentials.CertificateFacts;
import dev.postern.ports.traffic.OverloadStats;
import dev.postern.ports.traffic.TransportStats;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that somebody looks at first, at one moment.
 *
 * @param reason why it is not ready
 * @param traffic of the last ten seconds
 * @param seconds the last few, for charts
 * @param endpoints how many there are in each state
 * @param unwell endpoints that take no new clients, as many as are shown
 * @param certificates that expire soon, or whose files can't be used any more
 */
record Overview(
        Instant at,
        Optional<String> release,
        Optional<Instant> startedAt,
        boolean ready,
        Optional<String> reason,
        ConfigRow config,
        ProblemsRow problems,
        List<ConfigStatus.SourceStatus> sources,
        RateRow traffic,
        SecondsRow seconds,
        ConnectionsRow connections,
        OverloadRow overload,
        Map<String, Integer> endpoints,
        List<UnwellRow> unwell,
        List<CertificateRow> certificates,
        List<ListenerRow> listeners,
        List<UpstreamViews.UpstreamRow> upstreams) {

    record ConfigRow(
            long version,
            Optional<Instant> appliedAt,
            String cause,
            Optional<String> override,
            boolean stale,
            int routes,
            int upstreams) {}

    /** @param first as many as are shown, errors first */
    record ProblemsRow(long errors, long warnings, List<Views.ProblemView> first) {}

    record ConnectionsRow(long active, long accepted, long acceptPauses, long bufferedBytes) {
        static ConnectionsRow of(TransportStats stats) {
            return new ConnectionsRow(
                    stats.connections(), stats.accepted(), stats.acceptPauses(), stats.bufferedBytes());
        }
    }

    record OverloadRow(
            int refusedPercent,
            List<Cause> causes,
            Optional<Instant> since,
            long refused,
            double longestTurnMs,
            long bufferedBytes) {
        static OverloadRow of(TransportStats stats) {
            OverloadStats overload = stats.overload();
            return new OverloadRow(
                    (overload.permille() + 9) / 10,
                    overload.causes().stream().sorted().toList(),
                    overload.since(),
                    overload.refused(),
                    TrafficViews.tenths(overload.longestTurnNanos() / 1e6),
                    stats.bufferedBytes());
        }
    }

    record UnwellRow(
            String upstream,
            String endpoint,
            Availability.State state,
            Optional<String> why,
            Optional<Instant> since) {}

    record ListenerRow(
            String name, String address, ListenerConfig.Protocol protocol, boolean tls, int routes, RateRow traffic) {}

    /** @param daysLeft whole ones; below 0 where it has expired */
    record CertificateRow(
            String name,
            String subject,
            String issuer,
            List<String> names,
            String keyType,
            String fingerprint,
            Instant validFrom,
            Instant expiresAt,
            long daysLeft,
            int chainLength,
            Optional<Boolean> kept) {
        static CertificateRow of(CertificateFacts facts, Instant now) {
            return new CertificateRow(
                    facts.name(),
                    facts.subject(),
                    facts.issuer(),
                    facts.names(),
                    facts.keyType(),
                    facts.fingerprint(),
                    facts.validFrom(),
                    facts.expiresAt(),
                    Math.floorDiv(
                            Duration.between(now, facts.expiresAt()).toSeconds(),
                            Duration.ofDays(1).toSeconds()),
                    facts.chainLength(),
                    Optional.of(true).filter(_ -> facts.isKept()));
        }
    }
}
