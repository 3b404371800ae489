package dev.postern.nio.http1;

import dev.postern.domain.config.UpstreamConfig;

/** An upstream's times as a connection needs them. */
public record ClientLimits(long connectNanos, long idleNanos, long responseNanos) {
    static final int MAX_HEAD_BYTES = 64 * 1024;
    static final int MAX_FIELDS = 256;
    /** They are relayed as they come, so that a client that does not read would have to be remembered them. */
    static final int MAX_INTERIMS = 32;

    public static ClientLimits of(UpstreamConfig config) {
        return new ClientLimits(
                config.connections().connectTimeout().toNanos(),
                config.connections().idleTimeout().toNanos(),
                config.responseTimeout().toNanos());
    }
}
