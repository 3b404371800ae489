package dev.postern.nio;

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
import dev.postern.domain.config.HealthConfig;
import dev.postern.domain.config.HttpConfig;
import dev.postern.domain.config.LimitsConfig;
import dev.postern.domain.config.ListenerConfig;
import dev.postern.domain.config.ListenerTlsConfig;
import dev.postern.domain.config.LogConfig;
import dev.postern.domain.config.MatchConfig;
import dev.postern.domain.config.Network;
import dev.postern.domain.config.OutliersConfig;
import dev.postern.domain.config.OverloadConfig;
import dev.postern.domain.config.Percent;
import dev.postern.domain.config.RespondConfig;
import dev.postern.domain.config.RetryConfig;
import dev.postern.domain.config.RewriteConfig;
import dev.postern.domain.config.RouteConfig;
import dev.postern.domain.config.RoutingConfig;
import dev.postern.domain.config.Section;
import dev.postern.domain.config.ShutdownConfig;
import dev.postern.domain.config.Size;
import dev.postern.domain.config.StickyConfig;
import dev.postern.domain.config.TcpConfig;
import dev.postern.domain.config.TimeoutsConfig;
import dev.postern.domain.config.TlsConfig;
import dev.postern.domain.config.TracingConfig;
import dev.postern.domain.config.UpstreamConfig;
import dev.postern.domain.config.UpstreamTlsConfig;
import dev.postern.domain.snapshot.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Configurations for tests: everything at its default but what a test speaks of. Longer than most files, because it has a word
 * for each thing that a test may speak of.
 */
final class TestConfig {
    private static final HeaderEditsConfig NO_EDITS = new HeaderEditsConfig(Map.of(), Map.of(), List.of());
    private static final RewriteConfig.Query SAME_QUERY = new RewriteConfig.Query(Map.of(), List.of());

    private final Map<ElementId, Record> elements = new LinkedHashMap<>();
    private HttpConfig http = new HttpConfig(
            new Size(32 * 1024),
            100,
            new Size(0),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            0);
    private Duration responseTimeout = Duration.ofSeconds(30);
    private int maxConnections = 10_000;
    private ConnectionsConfig connections = new ConnectionsConfig(
            Duration.ofSeconds(2), Duration.ofSeconds(60), 0, 64, 1024, Duration.ofSeconds(5), Duration.ZERO, 0);

    private Optional<Duration> routeTimeout = Optional.empty();
    private Optional<TimeoutsConfig> timeouts = Optional.empty();
    private Duration bodyTimeout = Duration.ofMinutes(5);
    private Optional<RetryConfig> retry = Optional.empty();
    private Optional<Size> routeMaxBody = Optional.empty();
    private RouteConfig.OnRemoval onRemoval = RouteConfig.OnRemoval.DRAIN;
    private Duration grace = Duration.ofSeconds(30);

    /** For the listeners that follow. */
    TestConfig limits(HttpConfig limits) {
        http = limits;
        return this;
    }

    /** For the routes that follow. */
    TestConfig routeTimeout(Duration timeout) {
        routeTimeout = Optional.of(timeout);
        return this;
    }

    /** For the routes that follow. */
    TestConfig timeouts(TimeoutsConfig times) {
        timeouts = Optional.of(times);
        return this;
    }

    /** For the upstreams that follow. */
    TestConfig responseBodyTimeout(Duration timeout) {
        bodyTimeout = timeout;
        return this;
    }

    /** For the routes that follow. */
    TestConfig retry(RetryConfig rules) {
        retry = Optional.of(rules);
        return this;
    }

    /** For the routes that follow: one try and no other. */
    TestConfig triesOnce() {
        return retry(new RetryConfig(1, List.of(), Optional.empty(), List.of(), new Size(0), Optional.empty()));
    }

    /** For the upstreams that follow: retries at most, as a share of the requests and in 10 s. */
    TestConfig retryBudget(int percent, int minimum) {
        requests = new LimitsConfig(requests.maxRequests(), new Percent(percent), minimum);
        return this;
    }

    /** For the routes that follow. */
    TestConfig onRemoval(RouteConfig.OnRemoval policy) {
        onRemoval = policy;
        return this;
    }

    TestConfig grace(Duration time) {
        grace = time;
        return this;
    }

    /** For the routes that follow. */
    TestConfig routeMaxBody(long bytes) {
        routeMaxBody = Optional.of(new Size(bytes));
        return this;
    }

    private ListenerConfig.ProxyProtocol proxyProtocol = ListenerConfig.ProxyProtocol.OFF;
    private UpstreamConfig.ProxyProtocol sentHeader = UpstreamConfig.ProxyProtocol.OFF;
    private List<Network> trusted = List.of();
    private TcpConfig tcp = new TcpConfig(Duration.ofHours(1), Duration.ofSeconds(5));

    private TlsConfig.Engine engine = TlsConfig.Engine.AUTO;
    private Optional<ListenerTlsConfig> tls = Optional.empty();
    private Optional<UpstreamTlsConfig> upstreamTls = Optional.empty();
    private Optional<HealthConfig> health = Optional.empty();
    private Optional<OutliersConfig> outliers = Optional.empty();
    private int panicPercent;
    /** why: a slow machine must not refuse what a test waits for. */
    private OverloadConfig overload = new OverloadConfig(
            OverloadConfig.Policy.IGNORE, Duration.ofMillis(250), new Percent(90), Duration.ofSeconds(2));

    private HeaderEditsConfig requestEdits = NO_EDITS;
    private Optional<StickyConfig> sticky = Optional.empty();
    private LimitsConfig requests = new LimitsConfig(0, new Percent(20), 3);

    /** Of the upstreams that follow. */
    TestConfig health(HealthConfig probes) {
        health = Optional.of(probes);
        return this;
    }

    /** Of the upstreams that follow. */
    TestConfig outliers(OutliersConfig rules) {
        outliers = Optional.of(rules);
        return this;
    }

    /** Of the upstreams that follow. */
    TestConfig panic(int percent) {
        panicPercent = percent;
        return this;
    }

    /** Of the routes that follow. */
    TestConfig requestEdits(HeaderEditsConfig wanted) {
        requestEdits = wanted;
        return this;
    }

    TestConfig tracing(TracingConfig wanted) {
        elements.put(new ElementId(Section.TRACING, ""), wanted);
        return this;
    }

    TestConfig overload(OverloadConfig wanted) {
        overload = wanted;
        return this;
    }

    /** Of the upstreams that follow. */
    TestConfig sticky(StickyConfig cookie) {
        sticky = Optional.of(cookie);
        return this;
    }

    TestConfig engine(TlsConfig.Engine wanted) {
        engine = wanted;
        return this;
    }

    /** Of the listeners that follow. */
    TestConfig secure(ListenerTlsConfig config) {
        tls = Optional.of(config);
        return this;
    }

    /** Of the upstreams that follow. */
    TestConfig limits(LimitsConfig wanted) {
        requests = wanted;
        return this;
    }

    /** Of the upstreams that follow. */
    TestConfig secureUpstreams(UpstreamTlsConfig config) {
        upstreamTls = Optional.of(config);
        return this;
    }

    TestConfig headerTimeout(Duration timeout) {
        http = new HttpConfig(
                http.maxHeaderSize(),
                http.maxHeaders(),
                http.maxBodySize(),
                timeout,
                http.idleTimeout(),
                http.bodyTimeout(),
                http.maxRequestsPerConnection());
        return this;
    }

    TestConfig bodyTimeout(Duration timeout) {
        http = new HttpConfig(
                http.maxHeaderSize(),
                http.maxHeaders(),
                http.maxBodySize(),
                http.headerTimeout(),
                http.idleTimeout(),
                timeout,
                http.maxRequestsPerConnection());
        return this;
    }

    TestConfig responseTimeout(Duration timeout) {
        responseTimeout = timeout;
        return this;
    }

    /** For upstreams written after it. */
    TestConfig connections(ConnectionsConfig wanted) {
        connections = wanted;
        return this;
    }

    /** The listeners that follow take a PROXY header, from everybody here. */
    TestConfig takeProxyHeaders() {
        proxyProtocol = ListenerConfig.ProxyProtocol.ACCEPT;
        return trust(new Network(new byte[] {127, 0, 0, 0}, 8));
    }

    TestConfig trust(Network network) {
        trusted = List.of(network);
        return this;
    }

    /** Of the upstreams that follow. */
    TestConfig sendProxyHeaders(UpstreamConfig.ProxyProtocol version) {
        sentHeader = version;
        return this;
    }

    /** Of the listeners that follow. */
    TestConfig helloTimeout(Duration timeout) {
        tcp = new TcpConfig(tcp.idleTimeout(), timeout);
        return this;
    }

    /** A tcp route by server name, of listener web. */
    TestConfig sni(String serverName, String upstream) {
        return route(upstream, List.of("web"), match(Optional.empty(), List.of(), List.of(serverName)), upstream);
    }

    /** A route by the client's network, of listener web. */
    TestConfig from(Network source, String upstream) {
        return route(upstream, List.of("web"), match(Optional.empty(), List.of(source), List.of()), upstream);
    }

    private TestConfig route(String name, List<String> listeners, MatchConfig match, String upstream) {
        return route(name, listeners, match, Optional.of(upstream), Optional.empty(), Optional.empty());
    }

    private static MatchConfig match(Optional<String> prefix, List<Network> sources, List<String> sni) {
        return new MatchConfig(
                List.of(),
                Optional.empty(),
                prefix,
                Optional.empty(),
                List.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                sources,
                sni);
    }

    /** Of the listeners that follow. */
    TestConfig silence(Duration longest) {
        tcp = new TcpConfig(longest, tcp.helloTimeout());
        return this;
    }

    TestConfig maxConnections(int most) {
        maxConnections = most;
        return this;
    }

    TestConfig http(String name, int port) {
        return listener(name, new Address("127.0.0.1", port), ListenerConfig.Protocol.HTTP, Optional.empty());
    }

    TestConfig tcp(String name, int port, String upstream) {
        return listener(name, new Address("127.0.0.1", port), ListenerConfig.Protocol.TCP, Optional.of(upstream));
    }

    TestConfig tcpWithoutUpstream(String name, int port) {
        return listener(name, new Address("127.0.0.1", port), ListenerConfig.Protocol.TCP, Optional.empty());
    }

    TestConfig listener(String name, Address address, ListenerConfig.Protocol protocol, Optional<String> upstream) {
        elements.put(
                new ElementId(Section.LISTENERS, name),
                new ListenerConfig(
                        address, protocol, proxyProtocol, tls, Optional.empty(), http, tcp, maxConnections, upstream));
        return this;
    }

    /** A route by prefix, which it cuts off. */
    TestConfig strip(String prefix, String upstream) {
        RewriteConfig rewrite = new RewriteConfig(
                Optional.of("/"), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), SAME_QUERY);
        return route(upstream + prefix.replace('/', '-'), prefix, Optional.of(upstream), Optional.of(rewrite), "");
    }

    /** A route by prefix; without a condition where that is empty. */
    TestConfig forward(String prefix, String upstream) {
        return route(upstream + prefix.replace('/', '-'), prefix, Optional.of(upstream), Optional.empty(), "");
    }

    TestConfig respond(String prefix, String body) {
        return route("answer" + prefix.replace('/', '-'), prefix, Optional.empty(), Optional.empty(), body);
    }

    private TestConfig route(
            String name, String prefix, Optional<String> upstream, Optional<RewriteConfig> rewrite, String body) {
        Optional<RespondConfig> respond = upstream.isPresent()
                ? Optional.empty()
                : Optional.of(new RespondConfig(200, body, "text/plain", Map.of()));
        return route(
                name,
                List.of(),
                match(Optional.of(prefix).filter(text -> !text.isEmpty()), List.of(), List.of()),
                upstream,
                rewrite,
                respond);
    }

    private TestConfig route(
            String name,
            List<String> listeners,
            MatchConfig match,
            Optional<String> upstream,
            Optional<RewriteConfig> rewrite,
            Optional<RespondConfig> respond) {
        elements.put(
                new ElementId(Section.ROUTES, name),
                new RouteConfig(
                        listeners,
                        0,
                        match,
                        upstream,
                        Map.of(),
                        respond,
                        Optional.empty(),
                        Optional.empty(),
                        rewrite,
                        requestEdits,
                        NO_EDITS,
                        routeTimeout,
                        timeouts,
                        retry,
                        routeMaxBody,
                        onRemoval));
        return this;
    }

    TestConfig upstream(String name, int... ports) {
        List<Address> addresses = new ArrayList<>();
        for (int port : ports) {
            addresses.add(new Address("127.0.0.1", port));
        }
        return upstream(name, UpstreamConfig.Balance.ROUND_ROBIN, addresses);
    }

    TestConfig upstream(String name, UpstreamConfig.Balance balance, List<Address> addresses) {
        return upstream(
                name,
                balance,
                addresses.stream()
                        .map(address -> new EndpointConfig(address, 1, false, Optional.empty()))
                        .toArray(EndpointConfig[]::new));
    }

    TestConfig upstream(String name, UpstreamConfig.Balance balance, EndpointConfig... endpoints) {
        elements.put(
                new ElementId(Section.UPSTREAMS, name),
                new UpstreamConfig(
                        List.of(endpoints),
                        Map.of(),
                        balance,
                        Optional.empty(),
                        sticky,
                        UpstreamConfig.Protocol.HTTP1,
                        upstreamTls,
                        sentHeader,
                        connections,
                        responseTimeout,
                        bodyTimeout,
                        health,
                        outliers,
                        new Percent(panicPercent),
                        requests,
                        Duration.ZERO));
        return this;
    }

    Snapshot compile(Optional<Snapshot> previous) {
        Map<ElementId, Record> all = new LinkedHashMap<>(elements);
        all.put(
                new ElementId(Section.FORWARDING, ""),
                new ForwardingConfig(
                        trusted,
                        true,
                        false,
                        "X-Request-Id",
                        ForwardingConfig.UnderscoreHeaders.DROP,
                        ForwardingConfig.ClientCert.OFF));
        all.put(
                new ElementId(Section.LOG, ""),
                new LogConfig(LogConfig.Level.INFO, LogConfig.Form.AUTO, Optional.empty()));
        all.put(new ElementId(Section.SHUTDOWN, ""), new ShutdownConfig(Duration.ZERO, grace));
        all.put(new ElementId(Section.TLS, ""), new TlsConfig(engine));
        all.put(new ElementId(Section.ROUTING, ""), new RoutingConfig(RoutingConfig.Order.SPECIFICITY));
        all.put(new ElementId(Section.CHANGES, ""), new ChangesConfig(Duration.ZERO, Duration.ZERO));
        all.put(new ElementId(Section.OVERLOAD, ""), overload);
        List<Element> list = new ArrayList<>();
        all.forEach((id, record) -> list.add(new Element(id, record, Map.of())));
        Compilation compilation = new SnapshotCompiler(new BalancerFactory(new byte[] {1}))
                .compile(new CompileInput(list, Map.of(), previous));
        return switch (compilation) {
            case Compilation.Compiled compiled -> compiled.snapshot();
            case Compilation.Rejected rejected ->
                throw new AssertionError(rejected.problems().toString());
        };
    }
}
