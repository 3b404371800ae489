package dev.postern.domain.upstream;

import dev.postern.domain.config.Address;
import dev.postern.domain.config.EndpointConfig;
import dev.postern.domain.config.EndpointConfig.Drain;
import java.util.Optional;

/** One address of an upstream as a snapshot has it. */
public record Endpoint(EndpointId id, int weight, Role role, Optional<String> zone, Drain drain) {
    public enum Role {
        PRIMARY,
        BACKUP
    }

    public static Endpoint of(String upstream, EndpointConfig config) {
        return new Endpoint(
                new EndpointId(upstream, config.address()),
                config.weight(),
                config.backup() ? Role.BACKUP : Role.PRIMARY,
                config.zone(),
                config.drain());
    }

    public Address address() {
        return id.address();
    }
}
