package dev.postern.domain.config;

import java.time.Duration;

/** How changes are applied. */
public record ChangesConfig(
        @Default("100ms") @Doc("At most one snapshot in this time, the first at once.")
        Duration minInterval,

        @Default("10s") @Doc("How long a suspicious shrinking is held.")
        Duration hold) {}
