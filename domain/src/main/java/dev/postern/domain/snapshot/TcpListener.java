package dev.postern.domain.snapshot;

import dev.postern.domain.config.ListenerConfig;
import dev.postern.domain.routing.TcpRouteTable;
import java.util.Optional;

/**
 * A listener for TCP; or what an http listener with TLS passes on.
 *
 * @param fallback the upstream of what no route claims
 */
public record TcpListener(
        String name, ListenerConfig config, TcpRouteTable<Destination> routes, Optional<Destination> fallback) {}
