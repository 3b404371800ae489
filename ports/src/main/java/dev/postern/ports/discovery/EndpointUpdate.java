package dev.postern.ports.discovery;

import dev.postern.domain.config.EndpointConfig;
import java.util.List;

/** What a discovery tells. */
public sealed interface EndpointUpdate {
    /** All endpoints that can serve now; empty is told like any other. */
    record Endpoints(List<EndpointConfig> endpoints) implements EndpointUpdate {}

    /** Nothing is known; what was told before still holds. One line, without secrets. */
    record Unavailable(String reason) implements EndpointUpdate {}
}
