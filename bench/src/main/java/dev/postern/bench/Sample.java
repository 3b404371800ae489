package dev.postern.bench;

import dev.postern.domain.balancing.BalancerFactory;
import dev.postern.domain.compile.Compilation;
import dev.postern.domain.compile.CompileInput;
import dev.postern.domain.compile.SnapshotCompiler;
import dev.postern.domain.config.Address;
import dev.postern.domain.config.ChangesConfig;
import dev.postern.domain.config.ConnectionsConfig;
import dev.postern.domain.config.Element;
import dev.postern.domain.config.ElementId;
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
import dev.postern.domain.config.RewriteConfig;
import dev.postern.domain.config.RouteConfig;
import dev.postern.domain.config.RoutingConfig;
import dev.postern.domain.config.Section;
import dev.postern.domain.config.ShutdownConfig;
import dev.postern.domain.config.Size;
import dev.postern.domain.config.TcpConfig;
import dev.postern.domain.config.TlsConfig;
import dev.postern.domain.config.UpstreamConfig;
import dev.postern.domain.snapshot.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A configuration of one listener, one upstream of three endpoints, and routes that rewrite and edit headers. */
final class Sample {
    private static final SnapshotCompiler COMPILER = new SnapshotCompiler(new BalancerFactory(new byte[] {1}));

    private Sample() {}

    static List<Element> elements(int routes) {
        List<Element> all = new ArrayList<>();
        for (int i = 0; i < routes; i++) {
            all.add(route(i, "/internal"));
        }
        add(all, Section.LISTENERS, "web", listener());
        add(all, Section.UPSTREAMS, "users", upstream());
        add(
                all,
                Section.FORWARDING,
                "",
                new ForwardingConfig(
                        List.of(),
                        true,
                        false,
                        "X-Request-Id",
                        ForwardingConfig.UnderscoreHeaders.DROP,
                        ForwardingConfig.ClientCert.OFF));
        add(all, Section.LOG, "", new LogConfig(LogConfig.Level.INFO, LogConfig.Form.AUTO, Optional.empty()));
        add(all, Section.SHUTDOWN, "", new ShutdownConfig(Duration.ZERO, Duration.ofSeconds(30)));
        add(all, Section.TLS, "", new TlsConfig(TlsConfig.Engine.AUTO));
        add(all, Section.ROUTING, "", new RoutingConfig(RoutingConfig.Order.SPECIFICITY));
        add(all, Section.CHANGES, "", new ChangesConfig(Duration.ofMillis(100), Duration.ofSeconds(10)));
        add(
                all,
                Section.OVERLOAD,
                "",
                new OverloadConfig(
                        OverloadConfig.Policy.SHED, Duration.ofMillis(250), new Percent(90), Duration.ofSeconds(2)));
        return all;
    }

    /** Path of the requests that a route gets. */
    static String path(int route) {
        return "/t" + route / 10 + "/r" + route + "/users/4711";
    }

    static Element route(int i, String to) {
        MatchConfig match = new MatchConfig(
                List.of(),
                Optional.of("/t" + i / 10 + "/r" + i + "/users/{id}"),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                List.of());
        RewriteConfig rewrite = new RewriteConfig(
                Optional.of(to + "/{id}"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new RewriteConfig.Query(Map.of(), List.of()));
        RouteConfig config = new RouteConfig(
                List.of(),
                0,
                match,
                Optional.of("users"),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(rewrite),
                new HeaderEditsConfig(
                        Map.of("X-Real-IP", "{client.ip}"), Map.of("X-Via", List.of("{host}")), List.of("Cookie")),
                new HeaderEditsConfig(Map.of(), Map.of(), List.of("Server")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                RouteConfig.OnRemoval.DRAIN);
        return new Element(new ElementId(Section.ROUTES, "route-" + i), config, Map.of());
    }

    private static ListenerConfig listener() {
        return new ListenerConfig(
                new Address("", 8080),
                ListenerConfig.Protocol.HTTP,
                ListenerConfig.ProxyProtocol.OFF,
                Optional.empty(),
                Optional.empty(),
                new HttpConfig(
                        new Size(32 * 1024),
                        100,
                        new Size(0),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(30),
                        0),
                new TcpConfig(Duration.ofHours(1), Duration.ofSeconds(5)),
                10_000,
                Optional.empty());
    }

    private static UpstreamConfig upstream() {
        List<EndpointConfig> endpoints = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            endpoints.add(new EndpointConfig(new Address("10.0.0." + i, 8080), 1, false, Optional.empty()));
        }
        return new UpstreamConfig(
                endpoints,
                Map.of(),
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

    private static void add(List<Element> all, Section section, String name, Record value) {
        all.add(new Element(new ElementId(section, name), value, Map.of()));
    }

    static Snapshot compile(List<Element> elements, Optional<Snapshot> previous) {
        return switch (COMPILER.compile(new CompileInput(elements, Map.of(), previous))) {
            case Compilation.Compiled compiled -> compiled.snapshot();
            case Compilation.Rejected rejected ->
                throw new IllegalStateException(rejected.problems().toString());
        };
    }
}
