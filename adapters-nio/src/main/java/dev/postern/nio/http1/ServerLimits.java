package dev.postern.nio.http1;

import dev.postern.domain.config.HstsConfig;
import dev.postern.domain.config.HttpConfig;
import dev.postern.domain.config.ListenerConfig;
import dev.postern.domain.config.ListenerTlsConfig;

/**
 * What a listener asks of its connections, as they need it: plain numbers.
 *
 * @param strictTransport what every answer says of coming back by https; empty for nothing
 */
public record ServerLimits(
        int maxHeadBytes,
        int maxFields,
        long headerNanos,
        long idleNanos,
        long bodyNanos,
        int maxRequests,
        String strictTransport) {
    public static ServerLimits of(ListenerConfig listener) {
        HttpConfig config = listener.http();
        return new ServerLimits(
                (int) Math.min(config.maxHeaderSize().bytes(), Integer.MAX_VALUE / 4),
                config.maxHeaders(),
                config.headerTimeout().toNanos(),
                config.idleTimeout().toNanos(),
                config.bodyTimeout().toNanos(),
                config.maxRequestsPerConnection() == 0 ? Integer.MAX_VALUE : config.maxRequestsPerConnection(),
                listener.tls()
                        .flatMap(ListenerTlsConfig::hsts)
                        .map(ServerLimits::text)
                        .orElse(""));
    }

    /** RFC 6797 §6.1. */
    private static String text(HstsConfig hsts) {
        return "max-age=" + hsts.maxAge().toSeconds() + (hsts.includeSubDomains() ? "; includeSubDomains" : "")
                + (hsts.preload() ? "; preload" : "");
    }
}
