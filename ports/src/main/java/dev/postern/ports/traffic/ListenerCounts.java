package dev.postern.ports.traffic;

import dev.postern.domain.config.ListenerConfig;

/**
 * What came in by one listener since it began to listen at its address.
 *
 * @param active connections that are open
 * @param accepted connections
 * @param unserved connections of TCP for which there was no endpoint
 * @param handshakesFailed of TLS that ends here, handshakes that were given up included
 * @param received bytes of clients that were passed on as TCP
 * @param sent bytes of endpoints that were passed on as TCP
 */
public record ListenerCounts(
        String name,
        ListenerConfig.Protocol protocol,
        int active,
        long accepted,
        long unserved,
        long handshakesFailed,
        long received,
        long sent) {
    /** With what came in by another address of the same name. */
    public ListenerCounts plus(ListenerCounts other) {
        return new ListenerCounts(
                name,
                protocol,
                active + other.active,
                accepted + other.accepted,
                unserved + other.unserved,
                handshakesFailed + other.handshakesFailed,
                received + other.received,
                sent + other.sent);
    }
}
