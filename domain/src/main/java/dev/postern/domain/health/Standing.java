package dev.postern.domain.health;

import dev.postern.domain.upstream.Availability;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of one endpoint, for people.
 *
 * @param why it is as it is; empty where nothing happened to it
 * @param sinceNanos when it became so
 * @param probesInRow how many probes in a row ended as the last one
 * @param ejections how many it has had since it last kept well for long
 */
public record Standing(
        Availability.State state,
        String why,
        long sinceNanos,
        Optional<ProbeResult> lastProbe,
        long lastProbeNanos,
        int probesInRow,
        OptionalLong ejectedUntilNanos,
        int ejections) {}
