package dev.postern.nio;

import dev.postern.domain.health.Standing;
import dev.postern.domain.upstream.EndpointId;
import dev.postern.ports.traffic.EndpointHealth;
import java.time.Instant;
import java.util.Optional;

/** Makes what the health loop knows readable for people: its times, of a clock without a date, become dates. */
record HealthView(Instant now, long nowNanos) {
    EndpointHealth of(EndpointId id, Standing standing) {
        Optional<Instant> ejectedUntil = standing.ejectedUntilNanos().isPresent()
                ? Optional.of(at(standing.ejectedUntilNanos().getAsLong()))
                : Optional.empty();
        return new EndpointHealth(
                id,
                standing.state(),
                standing.why(),
                at(standing.sinceNanos()),
                standing.lastProbe()
                        .map(result -> new EndpointHealth.LastProbe(
                                result, at(standing.lastProbeNanos()), standing.probesInRow())),
                ejectedUntil,
                standing.ejections());
    }

    private Instant at(long nanos) {
        return now.plusNanos(nanos - nowNanos);
    }
}
