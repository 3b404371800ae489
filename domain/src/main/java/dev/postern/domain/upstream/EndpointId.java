package dev.postern.domain.upstream;

import dev.postern.domain.config.Address;

/** Names an endpoint across snapshots. Whatever is counted or kept open belongs to it. */
public record EndpointId(String upstream, Address address) {
    @Override
    public String toString() {
        return upstream + "/" + address;
    }
}
