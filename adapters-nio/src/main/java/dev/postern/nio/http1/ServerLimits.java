package dev.postern.nio.http1;

import dev.postern.domain.config.HttpConfig;

/** A listener's limits as the connection needs them: plain numbers. */
public record ServerLimits(
        int maxHeadBytes, int maxFields, long headerNanos, long idleNanos, long bodyNanos, int maxRequests) {
    public static ServerLimits of(HttpConfig config) {
        return new ServerLimits(
                (int) Math.min(config.maxHeaderSize().bytes(), Integer.MAX_VALUE / 4),
                config.maxHeaders(),
                config.headerTimeout().toNanos(),
                config.idleTimeout().toNanos(),
                config.bodyTimeout().toNanos(),
                config.maxRequestsPerConnection() == 0 ? Integer.MAX_VALUE : config.maxRequestsPerConnection());
    }
}
