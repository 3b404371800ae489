package dev.postern.nio.http1;

import dev.postern.domain.config.UpstreamConfig;
import dev.postern.domain.upstream.Randomness;

/**
 * An upstream's times as a connection needs them.
 *
 * @param bodyNanos between two parts of a response's body; 0: no limit
 * @param lifetimeNanos how long it takes new requests
 * @param requests how many it takes
 */
public record ClientLimits(
        long connectNanos, long idleNanos, long responseNanos, long bodyNanos, long lifetimeNanos, int requests) {
    static final int MAX_HEAD_BYTES = 64 * 1024;
    static final int MAX_FIELDS = 256;
    /** They are relayed as they come, so that a client that does not read would have to be remembered them. */
    static final int MAX_INTERIMS = 32;

    public static ClientLimits of(UpstreamConfig config) {
        return new ClientLimits(
                config.connections().connectTimeout().toNanos(),
                config.connections().idleTimeout().toNanos(),
                config.responseTimeout().toNanos(),
                config.bodyTimeout().toNanos(),
                config.connections().maxLifetime().isZero()
                        ? Long.MAX_VALUE
                        : config.connections().maxLifetime().toNanos(),
                config.connections().maxRequestsPerConnection() == 0
                        ? Integer.MAX_VALUE
                        : config.connections().maxRequestsPerConnection());
    }

    /** For one connection: up to a tenth less life, so that those that began together don't end together. */
    public ClientLimits aged(Randomness chance) {
        if (lifetimeNanos == Long.MAX_VALUE && requests == Integer.MAX_VALUE) {
            return this;
        }
        long part = chance.below(100);
        return new ClientLimits(
                connectNanos,
                idleNanos,
                responseNanos,
                bodyNanos,
                lifetimeNanos == Long.MAX_VALUE ? lifetimeNanos : lifetimeNanos - lifetimeNanos / 1000 * part,
                requests == Integer.MAX_VALUE ? requests : requests - (int) (requests / 1000.0 * part));
    }
}
