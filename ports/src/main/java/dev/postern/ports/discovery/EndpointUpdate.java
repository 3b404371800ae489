package dev.postern.ports.discovery;

import dev.postern.domain.config.EndpointConfig;
import java.util.List;

/** What a discovery tells. */
public sealed interface EndpointUpdate {
    /**
     * All endpoints that can serve now; empty is told like any other.
     *
     * @param leftOut one line for each entry that can't be read as an endpoint
     */
    record Endpoints(List<EndpointConfig> endpoints, List<String> leftOut) implements EndpointUpdate {
        public Endpoints(List<EndpointConfig> endpoints) {
            this(endpoints, List.of());
        }
    }

    /** Nothing is known; what was told before still holds. One line, without secrets. */
    record Unavailable(String reason) implements EndpointUpdate {}
}
