package dev.postern.domain.upstream;

import dev.postern.domain.config.UpstreamConfig;
import java.util.List;
import java.util.Optional;

/**
 * A named group of endpoints, compiled. Immutable and shared by all workers; what changes while it runs is in each
 * worker's {@link UpstreamState}.
 */
public record Upstream(
        String name,
        UpstreamConfig config,
        List<Endpoint> endpoints,
        Balancer balancer,
        Optional<StickyCookie> sticky) {}
