package dev.postern.domain.config;

/** Limits of an upstream. */
public record LimitsConfig(
        @Default("0") @Bounds @Doc("Most requests at once; 0 is no limit.")
        int maxRequests,

        @Default("20%") @Doc("Retries at most, as a share of the requests of the last 10 s.")
        Percent retryBudget,

        @Default("3") @Bounds @Doc("Retries in 10 s that are always allowed.")
        int minRetries) {}
