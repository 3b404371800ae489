package dev.postern.app.fakes;

import dev.postern.domain.config.Address;
import dev.postern.domain.config.AdminConfig;
import dev.postern.domain.config.ChangesConfig;
import dev.postern.domain.config.ConnectionsConfig;
import dev.postern.domain.config.EndpointConfig;
import dev.postern.domain.config.ForwardingConfig;
import dev.postern.domain.config.HeaderEditsConfig;
import dev.postern.domain.config.HttpConfig;
import dev.postern.domain.config.LimitsConfig;
import dev.postern.domain.config.ListenerConfig;
import dev.postern.domain.config.LogConfig;
import dev.postern.domain.config.MatchConfig;
import dev.postern.domain.config.OverloadConfig;
import dev.postern.domain.config.Percent;
import dev.postern.domain.config.RouteConfig;
import dev.postern.domain.config.RoutingConfig;
import dev.postern.domain.config.Section;
import dev.postern.domain.config.ShutdownConfig;
import dev.postern.domain.config.Size;
import dev.postern.domain.config.TcpConfig;
import dev.postern.domain.config.TlsConfig;
import dev.postern.domain.config.UpstreamConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Configuration records with what matters to a test and defaults for the rest. */
public final class Samples {
    private Samples() {}

    public static ListenerConfig listener(int port) {
        HttpConfig http = new HttpConfig(
                new Size(32_768),
                100,
                new Size(0),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                0);
        return new ListenerConfig(
                new Address("127.0.0.1", port),
                ListenerConfig.Protocol.HTTP,
                ListenerConfig.ProxyProtocol.OFF,
                Optional.empty(),
                Optional.empty(),
                http,
                new TcpConfig(Duration.ofHours(1), Duration.ofSeconds(5)),
                10_000,
                Optional.empty());
    }

    public static RouteConfig route(String prefix, String upstream) {
        HeaderEditsConfig noEdits = new HeaderEditsConfig(Map.of(), Map.of(), List.of());
        MatchConfig match = new MatchConfig(
                List.of(),
                Optional.empty(),
                Optional.of(prefix),
                Optional.empty(),
                List.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                List.of());
        return new RouteConfig(
                List.of(),
                0,
                match,
                Optional.of(upstream),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                noEdits,
                noEdits,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                RouteConfig.OnRemoval.DRAIN);
    }

    public static UpstreamConfig upstream(
            List<EndpointConfig> endpoints, Map<String, Map<String, List<String>>> discover) {
        return new UpstreamConfig(
                endpoints,
                discover,
                UpstreamConfig.Balance.ROUND_ROBIN,
                Optional.empty(),
                Optional.empty(),
                UpstreamConfig.Protocol.HTTP1,
                Optional.empty(),
                UpstreamConfig.ProxyProtocol.OFF,
                new ConnectionsConfig(
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(60),
                        0,
                        64,
                        1024,
                        Duration.ofSeconds(5),
                        Duration.ZERO,
                        0),
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                Optional.empty(),
                Optional.empty(),
                new Percent(0),
                new LimitsConfig(0, new Percent(20), 3),
                Duration.ZERO);
    }

    public static EndpointConfig endpoint(int port) {
        return new EndpointConfig(new Address("127.0.0.1", port), 1, false, Optional.empty());
    }

    public static Record defaults(Section section) {
        return switch (section) {
            case FORWARDING ->
                new ForwardingConfig(
                        List.of(),
                        true,
                        false,
                        "X-Request-Id",
                        ForwardingConfig.UnderscoreHeaders.DROP,
                        ForwardingConfig.ClientCert.OFF);
            case TLS -> new TlsConfig(TlsConfig.Engine.AUTO);
            case ADMIN -> new AdminConfig(new Address("127.0.0.1", 9901), Optional.empty(), List.of());
            case LOG -> log(LogConfig.Level.INFO);
            case SHUTDOWN -> new ShutdownConfig(Duration.ZERO, Duration.ofSeconds(30));
            case ROUTING -> new RoutingConfig(RoutingConfig.Order.SPECIFICITY);
            case CHANGES -> new ChangesConfig(Duration.ofMillis(100), Duration.ofSeconds(10));
            case OVERLOAD ->
                new OverloadConfig(
                        OverloadConfig.Policy.SHED, Duration.ofMillis(250), new Percent(90), Duration.ofSeconds(2));
            case LISTENERS, ROUTES, UPSTREAMS, CERTIFICATES, TRACING ->
                throw new IllegalArgumentException(section + " has no default");
        };
    }

    public static LogConfig log(LogConfig.Level level) {
        return new LogConfig(level, LogConfig.Form.AUTO, Optional.empty());
    }
}
