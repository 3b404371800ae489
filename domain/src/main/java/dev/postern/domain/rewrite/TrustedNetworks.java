package dev.postern.domain.rewrite;

import dev.postern.domain.config.Network;
import java.util.List;

/** Whose word about a client is taken. Immutable. */
final class TrustedNetworks {
    private final Network[] networks;

    TrustedNetworks(List<Network> networks) {
        this.networks = networks.toArray(new Network[0]);
    }

    /** Whether the address in the first bytes of an array is trusted; one of no bytes (a Unix-domain peer) never is. */
    boolean contains(byte[] address, int length) {
        for (Network network : networks) {
            if (network.contains(address, 0, length)) {
                return true;
            }
        }
        return false;
    }
}
