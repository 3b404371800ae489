package dev.postern.domain.config;

import java.util.Map;
import java.util.Optional;

/** The whole configuration, merged from all its sources. */
public record ProxyConfig(
        @Doc("Where clients come in.") Map<String, ListenerConfig> listeners,

        @Doc("What to do with a request or a connection, by match.")
        Map<String, RouteConfig> routes,

        @Doc("Named groups of interchangeable endpoints.") Map<String, UpstreamConfig> upstreams,
        @Doc("Certificates with their keys, by name.") Map<String, CertificateConfig> certificates,

        @Doc("What is told to upstreams about the client, and whom to believe.")
        ForwardingConfig forwarding,

        @Doc("TLS of the whole process.") TlsConfig tls,

        @Doc("The admin API; none when not written.") Optional<AdminConfig> admin,
        @Doc("Log level and access log.") LogConfig log,
        @Doc("Traces of requests; none when not written.") Optional<TracingConfig> tracing,
        @Doc("How to stop.") ShutdownConfig shutdown,
        @Doc("How the winning route is found.") RoutingConfig routing,
        @Doc("How changes are applied.") ChangesConfig changes,

        @Doc("What happens when there is more to do than can be done.")
        OverloadConfig overload) {}
