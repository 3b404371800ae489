package dev.postern.domain.snapshot;

import dev.postern.domain.config.ListenerConfig;
import dev.postern.domain.rewrite.ForwardedHeaders;
import dev.postern.domain.routing.RouteTable;
import dev.postern.domain.trace.TracePolicy;

/** A listener for HTTP: whom it believes, and the routes that it serves. */
public record HttpListener(
        String name,
        ListenerConfig config,
        ForwardedHeaders forwarding,
        TracePolicy tracing,
        RouteTable<RoutePlan> routes) {}
