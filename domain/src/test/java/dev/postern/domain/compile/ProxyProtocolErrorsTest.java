package dev.postern.domain.compile;

import static dev.postern.domain.compile.TestConfig.web;
import static dev.postern.domain.compile.TestRoute.prefix;
import static dev.postern.domain.compile.TestRoute.route;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.domain.config.Address;
import dev.postern.domain.config.ForwardingConfig;
import dev.postern.domain.config.ListenerConfig;
import dev.postern.domain.config.Network;
import dev.postern.domain.config.Section;
import dev.postern.domain.snapshot.Snapshot;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProxyProtocolErrorsTest {
    private static final String SHARED =
            "proxyProtocol of upstream db is for tcp, and route r is http: its requests share"
                    + " connections; the client is in X-Forwarded-For";

    private static TestConfig accepting(Address address) {
        ListenerConfig plain = Objects.requireNonNull(new TestConfig()
                .tcp("web", 1, Optional.of("db"))
                .upstream("db", 1)
                .compiled()
                .config()
                .listeners()
                .get("web"));
        ListenerConfig accepting = new ListenerConfig(
                address,
                plain.protocol(),
                ListenerConfig.ProxyProtocol.ACCEPT,
                plain.tls(),
                plain.redirectToHttps(),
                plain.http(),
                plain.tcp(),
                plain.maxConnections(),
                plain.upstream());
        return new TestConfig().add(Section.LISTENERS, "web", accepting).upstream("db", 1);
    }

    @Test
    void aListenerThatTakesHeadersNeedsSomebodyToBelieve() {
        assertEquals(
                List.of(
                        "conf.yaml:1:1: listeners.web.proxyProtocol: nobody may send a PROXY header; write who does into"
                                + " forwarding.trustedProxies"),
                accepting(new Address("", 1)).errors());
        ForwardingConfig trusting = new ForwardingConfig(
                List.of(new Network(new byte[] {10, 0, 0, 0}, 8)),
                true,
                false,
                "X-Request-Id",
                ForwardingConfig.UnderscoreHeaders.DROP,
                ForwardingConfig.ClientCert.OFF);
        assertEquals(
                1,
                accepting(new Address("", 1))
                        .add(Section.FORWARDING, "", trusting)
                        .compiled()
                        .tcpListeners()
                        .size());
        assertEquals(
                1,
                accepting(Address.unix("/run/x.sock")).compiled().tcpListeners().size());
    }

    @Test
    void httpRoutesCantTellEndpointsTheClientByAHeader() {
        assertEquals(
                List.of("conf.yaml:3:1: routes.r.upstream: " + SHARED),
                web().upstreamWithProxyHeader("db", 1)
                        .route("r", prefix("/x").to("db"))
                        .errors());
    }

    @Test
    void theUpstreamIsAtFaultWhereTheRouteWasThereBefore() {
        Snapshot before =
                web().upstream("db", 1).route("r", prefix("/x").to("db")).compiled();
        assertEquals(
                List.of("conf.yaml:2:1: upstreams.db.proxyProtocol: " + SHARED),
                web().upstreamWithProxyHeader("db", 1)
                        .route("r", prefix("/x").to("db"))
                        .errorsAfter(Optional.of(before)));
    }

    @Test
    void tcpRoutesCan() {
        Snapshot snapshot = new TestConfig()
                .tcp("web", 5432, Optional.empty())
                .upstreamWithProxyHeader("db", 1)
                .route("r", route().sni("db.example.com").to("db"))
                .compiled();
        assertEquals(1, snapshot.tcpListeners().size());
    }
}
