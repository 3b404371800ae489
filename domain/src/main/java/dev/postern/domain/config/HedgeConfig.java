package dev.postern.domain.config;

import java.time.Duration;
import java.util.Optional;

/** When a second endpoint is asked while the first one has not answered. At least one of the two; with both, the later. */
public record HedgeConfig(
        @Doc("After this time.") Optional<Duration> after,

        @Doc("After the time within which this share of the upstream's answers comes.")
        Optional<Percent> percentile) {}
