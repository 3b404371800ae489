package dev.postern.domain.config;

import java.time.Duration;

/** How to stop. */
public record ShutdownConfig(
        @Default("0s") @Doc("Not ready, still serving.") Duration delay,

        @Default("30s") @Doc("For what is running to finish, closing spread out.")
        Duration grace) {}
