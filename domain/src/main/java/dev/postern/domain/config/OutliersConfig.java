package dev.postern.domain.config;

import java.time.Duration;

/** Leaves out endpoints that fail under traffic. A passing probe ends an ejection. */
public record OutliersConfig(
        @Default("5") @Bounds(min = 1) @Doc("Failures in a row until an endpoint is left out.")
        int consecutiveFailures,

        @Default("0%") @Doc("Share of failures in the window from which on an endpoint is left out; 0%: none.")
        Percent failureShare,

        @Default("10s") @Doc("Window for failureShare.") Duration window,

        @Default("20") @Bounds(min = 1) @Doc("Fewest requests in the window for failureShare to mean something.")
        int minRequests,

        @Default("30s") @Doc("How long, the first time; twice as long each time.")
        Duration ejectFor,

        @Default("300s") @Doc("How long at the most.") Duration maxEjectFor,

        @Default("50%") @Doc("Largest share of endpoints left out at once.")
        Percent maxEjected) {}
