package dev.postern.domain.config;

import java.time.Duration;
import java.util.Optional;

/** Probes of the endpoints of an upstream: an HTTP request, or for tcp: true a connection. */
public record HealthConfig(
        @ShortForm @Doc("The path to ask for.") Optional<String> path,

        @Default("false") @Doc("true: a connection is proof enough.")
        boolean tcp,

        @Default("5s") @Doc("Time between probes.") Duration interval,
        @Default("2s") @Doc("Longest time for one probe.") Duration timeout,
        @Default("200-399") @Doc("Status codes that pass.") StatusRange expect,

        @Default("2") @Bounds(min = 1) @Doc("Passes in a row until it is healthy.")
        int healthyAfter,

        @Default("3") @Bounds(min = 1) @Doc("Failures in a row until it is not.")
        int unhealthyAfter) {}
