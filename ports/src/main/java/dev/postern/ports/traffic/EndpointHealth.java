package dev.postern.ports.traffic;

import dev.postern.domain.health.ProbeResult;
import dev.postern.domain.upstream.Availability;
import dev.postern.domain.upstream.EndpointId;
import java.time.Instant;
import java.util.Optional;

/**
 * What is held of one endpoint's health, and why.
 *
 * @param why it is as it is; empty where nothing happened to it
 * @param since when
 * @param ejections how many it has had since it last kept well for long
 */
public record EndpointHealth(
        EndpointId id,
        Availability.State state,
        String why,
        Instant since,
        Optional<LastProbe> probe,
        Optional<Instant> ejectedUntil,
        int ejections) {
    /** @param inRow how many in a row ended so */
    public record LastProbe(ProbeResult result, Instant at, int inRow) {}

    /** It is probed, and its probes pass. */
    public boolean isProvenWell() {
        return probe.isPresent()
                && probe.get().result().hasPassed()
                && (state == Availability.State.SERVING || state == Availability.State.WARMING);
    }
}
