package dev.postern.domain.trace;

import dev.postern.domain.config.TracingConfig;
import dev.postern.domain.config.TracingConfig.Follow;
import java.util.Optional;

/**
 * Whose traces go on, and which of those that begin here are recorded.
 *
 * @param isOn false: what comes passes untouched, and nothing is made
 * @param sample of a hundred
 */
public record TracePolicy(boolean isOn, Follow follow, int sample) {
    public static final TracePolicy OFF = new TracePolicy(false, Follow.NOBODY, 0);

    private static final long RANDOM_BITS = (1L << 56) - 1;

    public static TracePolicy of(Optional<TracingConfig> config) {
        return config.map(tracing ->
                        new TracePolicy(true, tracing.follow(), tracing.sample().value()))
                .orElse(OFF);
    }

    boolean follows(boolean isPeerTrusted) {
        return switch (follow) {
            case EVERYONE -> true;
            case TRUSTED_PROXIES -> isPeerTrusted;
            case NOBODY -> false;
        };
    }

    /** By the last bits of the trace's id, so that all who sample a share of the same traces take the same ones. */
    boolean samples(long lastBits) {
        return (lastBits & RANDOM_BITS) / (RANDOM_BITS / 100 + 1) >= 100 - sample;
    }
}
