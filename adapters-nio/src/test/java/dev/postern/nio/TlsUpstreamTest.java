package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.HealthConfig;
import dev.postern.domain.config.UpstreamConfig;
import dev.postern.domain.config.UpstreamTlsConfig;
import dev.postern.domain.config.UpstreamTlsConfig.Verify;
import dev.postern.nio.tls.ClientTls;
import dev.postern.nio.tls.TestKeys;
import dev.postern.nio.tls.TlsMaterial;
import dev.postern.ports.traffic.EndpointCounts;
import dev.postern.ports.traffic.EndpointHealth;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;

/** TLS to endpoints. */
class TlsUpstreamTest extends TlsProxyTest {
    private static final UpstreamTlsConfig NAMED = to("localhost", Verify.FULL);

    private final Set<Long> sessions = ConcurrentHashMap.newKeySet();

    private static UpstreamTlsConfig to(String serverName, Verify verify) {
        return new UpstreamTlsConfig(
                Optional.of(serverName).filter(name -> !name.isEmpty()), Optional.empty(), verify, Optional.empty());
    }

    private Backend secured(X509ExtendedKeyManager keys, boolean asks, Backend.Script script) throws IOException {
        SSLServerSocket server = (SSLServerSocket) TestKeys.peer(keys)
                .getServerSocketFactory()
                .createServerSocket(0, 100, InetAddress.getLoopbackAddress());
        server.setNeedClientAuth(asks);
        return backend(new Backend(server, client -> {
            SSLSession session = ((SSLSocket) client.socket()).getSession();
            if (session.isValid()) {
                sessions.add(session.getCreationTime());
                script.play(client);
            }
        }));
    }

    private static void echo(Peer client) throws IOException {
        for (String head = client.head(); !head.isEmpty(); head = client.head()) {
            client.send("HTTP/1.1 200 OK\r\nContent-Length: " + head.length() + "\r\n\r\n" + head);
        }
    }

    private static TlsMaterial up(X509ExtendedKeyManager keys, UpstreamTlsConfig config) {
        return new TlsMaterial(Map.of(), Map.of("up", new ClientTls(keys, TestKeys.authority(), config)));
    }

    private static TlsMaterial up(UpstreamTlsConfig config) {
        return new TlsMaterial(Map.of(), Map.of("up", new ClientTls(null, TestKeys.authority(), config)));
    }

    private TestConfig http(UpstreamTlsConfig config, int port) {
        return new TestConfig()
                .engine(engine)
                .secureUpstreams(config)
                .http("web", 0)
                .upstream("up", port)
                .forward("/", "up");
    }

    private String get() throws IOException {
        Peer client = client().send("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        return client.rest();
    }

    @Test
    void requestsGoByTls() throws IOException {
        Backend backend = secured(TestKeys.of("localhost"), false, TlsUpstreamTest::echo);
        apply(http(NAMED, backend.port()), up(NAMED));
        Peer client = client();
        for (int i = 0; i < 5; i++) {
            assertTrue(ask(client).startsWith("HTTP/1.1 200"));
        }
        assertEquals(1, backend.accepted(), "connections are kept");
    }

    @Test
    void anEndpointIsKnownByItsAddressWhereNothingElseIsSaid() throws IOException {
        UpstreamTlsConfig config = to("", Verify.FULL);
        Backend backend = secured(TestKeys.of("localhost"), false, TlsUpstreamTest::echo);
        apply(http(config, backend.port()), up(config));
        assertTrue(get().startsWith("HTTP/1.1 200"));
    }

    @Test
    void whoIsNotWhoItShouldBeGetsNoRequest() throws IOException {
        for (X509ExtendedKeyManager keys : new X509ExtendedKeyManager[] {
            TestKeys.of("other"), TestKeys.stranger("localhost"), TestKeys.expired("localhost")
        }) {
            Backend backend = secured(keys, false, TlsUpstreamTest::echo);
            apply(http(NAMED, backend.port()), up(NAMED));
            String answer = get();
            assertTrue(answer.startsWith("HTTP/1.1 502"), answer);
            assertTrue(answer.contains("error=tls_certificate_error"), answer);
            EndpointCounts counts = transport.endpoints().values().iterator().next();
            assertTrue(counts.failures() > 0, "it is a failure of the endpoint");
        }
    }

    @Test
    void anEndpointWithoutTlsIsAFailedHandshake() throws IOException {
        Backend backend = backend(new Backend(client -> client.send("HTTP/1.1 400 No\r\n\r\n")));
        apply(http(NAMED, backend.port()), up(NAMED));
        String answer = get();
        assertTrue(answer.startsWith("HTTP/1.1 502"), answer);
        assertTrue(answer.contains("error=tls_protocol_error"), answer);
    }

    @Test
    void anEndpointThatNeverShakesHandsIsTooLate() throws IOException {
        Backend backend = backend(new Backend(client -> client.rest()));
        apply(http(NAMED, backend.port()), up(NAMED));
        String answer = get();
        assertTrue(answer.startsWith("HTTP/1.1 504"), answer);
    }

    @Test
    void nobodyIsAskedForANameWhereNothingIsVerified() throws IOException {
        UpstreamTlsConfig config = to("localhost", Verify.NONE);
        Backend backend = secured(TestKeys.stranger("other"), false, TlsUpstreamTest::echo);
        apply(
                http(config, backend.port()),
                new TlsMaterial(Map.of(), Map.of("up", new ClientTls(null, new Everybody(), config))));
        assertTrue(get().startsWith("HTTP/1.1 200"));
    }

    @Test
    void showsItsOwnCertificateToWhoAsksForIt() throws IOException {
        Backend backend = secured(TestKeys.of("localhost"), true, TlsUpstreamTest::echo);
        apply(http(NAMED, backend.port()), up(TestKeys.of("proxy"), NAMED));
        assertTrue(get().startsWith("HTTP/1.1 200"));
        apply(http(NAMED, backend.port()), up(NAMED));
        assertTrue(get().startsWith("HTTP/1.1 502"), "and without one there is no way in");
    }

    @Test
    void sessionsAreResumed() throws IOException {
        Backend backend = secured(TestKeys.of("localhost"), false, client -> {
            String head = client.head();
            client.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + head.length() + "\r\n\r\n" + head);
        });
        apply(http(NAMED, backend.port()), up(NAMED));
        for (int i = 0; i < 4; i++) {
            assertTrue(get().startsWith("HTTP/1.1 200"));
        }
        assertEquals(4, backend.accepted());
        assertEquals(1, sessions.size(), "of one session");
    }

    @Test
    void aBodyThatEndsWithTheConnectionIsWholeOnlyWhereThatWasMeant() throws IOException {
        Backend meant = secured(TestKeys.of("localhost"), false, client -> {
            client.head();
            client.send("HTTP/1.1 200 OK\r\n\r\nall of it");
        });
        apply(http(NAMED, meant.port()), up(NAMED));
        assertTrue(get().endsWith("0\r\n\r\n"), "the chunked body is ended");
        Backend cutting = secured(TestKeys.of("localhost"), false, client -> {
            client.head();
            client.send("HTTP/1.1 200 OK\r\n\r\nsome of it");
            client.head();
        });
        SlowCable cable = closing(new SlowCable(cutting.port(), 16384, Long.MAX_VALUE));
        apply(http(NAMED, cable.port()), up(NAMED));
        Peer client = client().send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        client.readThrough("some of it");
        cable.cutBack();
        assertTrue(!client.rest().contains("0\r\n\r\n"), "it is not");
    }

    @Test
    void tcpIsSecuredToo() throws IOException {
        Backend echo = secured(TestKeys.of("localhost"), false, client -> {
            client.socket().getInputStream().transferTo(client.socket().getOutputStream());
        });
        apply(
                new TestConfig()
                        .engine(engine)
                        .secureUpstreams(NAMED)
                        .tcp("web", 0, "up")
                        .upstream("up", echo.port()),
                up(NAMED));
        String said = numbers(500_000);
        Peer client = client();
        inBackground(() -> client.send(said));
        assertEquals(said, client.read(said.length()));
    }

    @Test
    void aProxyHeaderComesBeforeTls() throws IOException {
        apply(
                new TestConfig()
                        .engine(engine)
                        .sendProxyHeaders(UpstreamConfig.ProxyProtocol.V1)
                        .secureUpstreams(NAMED)
                        .tcp("web", 0, "up")
                        .upstream(
                                "up",
                                backend(new Backend(client -> {
                                            assertEquals("PROXY ", client.read(6));
                                            client.readThrough("\r\n");
                                            SSLSocket socket = (SSLSocket) TestKeys.peer(TestKeys.of("localhost"))
                                                    .getSocketFactory()
                                                    .createSocket(client.socket(), null, true);
                                            socket.setUseClientMode(false);
                                            new Peer(socket).send("hello").rest();
                                        }))
                                        .port()),
                up(NAMED));
        assertEquals("hello", client().read(5));
    }

    @Test
    void probesGoByTls() throws IOException {
        Backend backend = secured(TestKeys.of("localhost"), false, TlsUpstreamTest::echo);
        for (HealthConfig health :
                new HealthConfig[] {Probed.path("/x").after(1, 1), Probed.tcp().after(1, 1)}) {
            apply(http(NAMED, backend.port()).health(health).upstream("up", backend.port()), up(NAMED));
            eventually("probed", () -> transport.health().values().stream().anyMatch(EndpointHealth::isProvenWell));
        }
        Backend stranger = secured(TestKeys.stranger("localhost"), false, TlsUpstreamTest::echo);
        apply(
                http(NAMED, stranger.port())
                        .health(Probed.path("/x").after(1, 1))
                        .upstream("up", stranger.port()),
                up(NAMED));
        eventually(
                "refused",
                () -> transport.health().values().stream()
                        .anyMatch(each -> each.toString().contains("tls certificate")));
    }

    /** Takes every chain. */
    private static final class Everybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
