package dev.postern.domain.compile;

import dev.postern.domain.balancing.BalancerFactory;
import dev.postern.domain.config.Address;
import dev.postern.domain.config.CertificateConfig;
import dev.postern.domain.config.ChangesConfig;
import dev.postern.domain.config.ConnectionsConfig;
import dev.postern.domain.config.Element;
import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.EndpointConfig;
import dev.postern.domain.config.ForwardingConfig;
import dev.postern.domain.config.HttpConfig;
import dev.postern.domain.config.LimitsConfig;
import dev.postern.domain.config.ListenerConfig;
import dev.postern.domain.config.LogConfig;
import dev.postern.domain.config.OverloadConfig;
import dev.postern.domain.config.Percent;
import dev.postern.domain.config.Place;
import dev.postern.domain.config.Problem;
import dev.postern.domain.config.RoutingConfig;
import dev.postern.domain.config.Section;
import dev.postern.domain.config.ShutdownConfig;
import dev.postern.domain.config.Size;
import dev.postern.domain.config.TcpConfig;
import dev.postern.domain.config.TlsConfig;
import dev.postern.domain.config.UpstreamConfig;
import dev.postern.domain.config.UpstreamTlsConfig;
import dev.postern.domain.snapshot.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Configurations for tests. Each element is written on a line of its own, in the order of the calls, from line 1. */
final class TestConfig {
    private final List<Element> written = new ArrayList<>();
    private RoutingConfig.Order order = RoutingConfig.Order.SPECIFICITY;

    /** One http listener {@code web} on port 8080, on line 1. */
    static TestConfig web() {
        return new TestConfig().http("web", 8080);
    }

    /** @param keys of the element that the operator wrote, at columns 11, 21 and so on */
    TestConfig add(Section section, String name, Record value, String... keys) {
        ElementId id = new ElementId(section, name);
        int line = written.size() + 1;
        Map<String, Place> places = new HashMap<>();
        places.put(id.path(), new Place("conf.yaml", line, 1));
        for (int i = 0; i < keys.length; i++) {
            places.put(id.path() + "." + keys[i], new Place("conf.yaml", line, 10 * i + 11));
        }
        written.add(new Element(id, value, places));
        return this;
    }

    TestConfig route(String name, TestRoute route, String... keys) {
        return add(Section.ROUTES, name, route.config(), keys);
    }

    TestConfig http(String name, int port, String... keys) {
        return listener(name, port, ListenerConfig.Protocol.HTTP, Optional.empty(), keys);
    }

    TestConfig tcp(String name, int port, Optional<String> upstream, String... keys) {
        return listener(name, port, ListenerConfig.Protocol.TCP, upstream, keys);
    }

    TestConfig listener(
            String name, int port, ListenerConfig.Protocol protocol, Optional<String> upstream, String... keys) {
        HttpConfig http = new HttpConfig(
                new Size(32 * 1024),
                100,
                new Size(0),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                0);
        ListenerConfig config = new ListenerConfig(
                new Address("", port),
                protocol,
                ListenerConfig.ProxyProtocol.OFF,
                Optional.empty(),
                Optional.empty(),
                http,
                new TcpConfig(Duration.ofHours(1), Duration.ofSeconds(5)),
                10_000,
                upstream);
        return add(Section.LISTENERS, name, config, keys);
    }

    TestConfig upstream(String name, int port, String... keys) {
        return add(Section.UPSTREAMS, name, upstreamConfig(port), keys);
    }

    private static UpstreamConfig upstreamConfig(int port) {
        return new UpstreamConfig(
                List.of(new EndpointConfig(new Address("127.0.0.1", port), 1, false, Optional.empty())),
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

    TestConfig upstream(String name, int port, Optional<UpstreamTlsConfig> tls) {
        return upstream(name, port, UpstreamConfig.Protocol.HTTP1, tls);
    }

    TestConfig upstream(String name, int port, UpstreamConfig.Protocol protocol) {
        return upstream(name, port, protocol, Optional.empty());
    }

    private TestConfig upstream(
            String name, int port, UpstreamConfig.Protocol protocol, Optional<UpstreamTlsConfig> tls) {
        UpstreamConfig plain = upstreamConfig(port);
        return add(
                Section.UPSTREAMS,
                name,
                new UpstreamConfig(
                        plain.endpoints(),
                        plain.discover(),
                        plain.balance(),
                        plain.hash(),
                        plain.sticky(),
                        protocol,
                        tls,
                        plain.proxyProtocol(),
                        plain.connections(),
                        plain.responseTimeout(),
                        plain.bodyTimeout(),
                        plain.health(),
                        plain.outliers(),
                        plain.panicThreshold(),
                        plain.limits(),
                        plain.slowStart()));
    }

    /** One that tells its endpoints by a PROXY header who the client is. */
    TestConfig upstreamWithProxyHeader(String name, int port) {
        UpstreamConfig plain = upstreamConfig(port);
        return add(
                Section.UPSTREAMS,
                name,
                new UpstreamConfig(
                        plain.endpoints(),
                        plain.discover(),
                        plain.balance(),
                        plain.hash(),
                        plain.sticky(),
                        plain.protocol(),
                        plain.tls(),
                        UpstreamConfig.ProxyProtocol.V2,
                        plain.connections(),
                        plain.responseTimeout(),
                        plain.bodyTimeout(),
                        plain.health(),
                        plain.outliers(),
                        plain.panicThreshold(),
                        plain.limits(),
                        plain.slowStart()));
    }

    TestConfig certificate(String name) {
        return add(
                Section.CERTIFICATES,
                name,
                new CertificateConfig(Optional.of("a.pem"), Optional.of("a.key"), Optional.empty(), Optional.empty()));
    }

    TestConfig order(RoutingConfig.Order wanted) {
        order = wanted;
        return this;
    }

    List<Element> elements() {
        List<Element> all = new ArrayList<>(written);
        addDefault(
                all,
                Section.FORWARDING,
                new ForwardingConfig(
                        List.of(),
                        true,
                        false,
                        "X-Request-Id",
                        ForwardingConfig.UnderscoreHeaders.DROP,
                        ForwardingConfig.ClientCert.OFF));
        addDefault(all, Section.LOG, new LogConfig(LogConfig.Level.INFO, LogConfig.Form.AUTO, Optional.empty()));
        addDefault(all, Section.SHUTDOWN, new ShutdownConfig(Duration.ZERO, Duration.ofSeconds(30)));
        addDefault(all, Section.TLS, new TlsConfig(TlsConfig.Engine.AUTO));
        addDefault(all, Section.ROUTING, new RoutingConfig(order));
        addDefault(all, Section.CHANGES, new ChangesConfig(Duration.ofMillis(100), Duration.ofSeconds(10)));
        addDefault(
                all,
                Section.OVERLOAD,
                new OverloadConfig(
                        OverloadConfig.Policy.SHED, Duration.ofMillis(250), new Percent(90), Duration.ofSeconds(2)));
        return all;
    }

    private static void addDefault(List<Element> all, Section section, Record value) {
        if (all.stream().noneMatch(element -> element.id().section() == section)) {
            all.add(new Element(new ElementId(section, ""), value, Map.of()));
        }
    }

    static Compilation compile(List<Element> elements, Optional<Snapshot> previous, Thoroughness thoroughness) {
        return new SnapshotCompiler(new BalancerFactory(new byte[] {1}))
                .compile(new CompileInput(elements, Map.of(), previous).with(thoroughness));
    }

    Snapshot compiled() {
        return after(Optional.empty());
    }

    Snapshot after(Snapshot previous) {
        return after(Optional.of(previous));
    }

    private Snapshot after(Optional<Snapshot> previous) {
        return switch (compile(elements(), previous, Thoroughness.CHANGES)) {
            case Compilation.Compiled compiled -> compiled.snapshot();
            case Compilation.Rejected rejected ->
                throw new AssertionError(rejected.problems().toString());
        };
    }

    /** Problems of a configuration that is rejected, one line each. */
    List<String> errors() {
        return errorsAfter(Optional.empty());
    }

    List<String> errorsAfter(Optional<Snapshot> previous) {
        return switch (compile(elements(), previous, Thoroughness.CHANGES)) {
            case Compilation.Compiled _ -> throw new AssertionError("nothing wrong");
            case Compilation.Rejected rejected ->
                rejected.problems().stream().map(Problem::toString).toList();
        };
    }

    /** Warnings of one that is accepted, one line each. */
    List<String> warnings(Thoroughness thoroughness, Optional<Snapshot> previous) {
        return switch (compile(elements(), previous, thoroughness)) {
            case Compilation.Compiled compiled ->
                compiled.warnings().stream().map(Problem::toString).toList();
            case Compilation.Rejected rejected ->
                throw new AssertionError(rejected.problems().toString());
        };
    }
}
