package dev.postern.domain.config;

import java.util.Optional;

/** Limits of an upstream, for all workers together. Requests beyond wait as those do that wait for a connection. */
public record LimitsConfig(
        @Default("0") @Bounds @Doc("Most requests at once; 0 is no limit.")
        int maxRequests,

        @Default("0") @Bounds @Doc("Most requests at once to one endpoint; 0 is no limit.")
        int maxRequestsPerEndpoint,

        @Doc("A limit of requests at once that follows how fast the upstream answers.")
        Optional<AdaptiveConfig> adaptive,

        @Default("20%") @Doc("Retries at most, as a share of the requests of the last 10 s.")
        Percent retryBudget,

        @Default("3") @Bounds @Doc("Retries in 10 s that are always allowed.")
        int minRetries) {

    /** Without a limit of requests to one endpoint, and without one that adapts. */
    public LimitsConfig(int maxRequests, Percent retryBudget, int minRetries) {
        this(maxRequests, 0, Optional.empty(), retryBudget, minRetries);
    }

    /** Whether requests have to be counted. */
    public boolean countRequests() {
        return maxRequests > 0 || maxRequestsPerEndpoint > 0 || adaptive.isPresent();
    }
}
