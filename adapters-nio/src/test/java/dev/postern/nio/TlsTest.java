package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.ListenerTlsConfig.ClientAuth;
import dev.postern.domain.config.ListenerTlsConfig.TlsVersion;
import dev.postern.domain.config.TlsConfig.Engine;
import dev.postern.nio.tls.ServerTls;
import dev.postern.nio.tls.TestKeys;
import dev.postern.nio.tls.TlsMaterial;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;

/** Requests over TLS. */
class TlsTest extends TlsProxyTest {
    private void serve() throws IOException {
        Backend backend = backend(Backend.echo());
        apply(
                secure(DEFAULT).http("web", 0).upstream("up", backend.port()).forward("/", "up"),
                web(TestKeys.of("localhost"), DEFAULT));
    }

    @Test
    void servesRequestsOverTls13() throws IOException {
        serve();
        Peer peer = connect(TestKeys.peer(null));
        assertEquals("TLSv1.3", session(peer).getProtocol());
        for (int i = 0; i < 3; i++) {
            String answer = ask(peer);
            assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
            assertTrue(answer.contains("X-Forwarded-Proto: https\r\n"), answer);
            assertTrue(answer.contains("X-Forwarded-Port: 443\r\n"), answer);
        }
        assertEquals(
                "http/1.1", ((SSLSocket) connect(TestKeys.peer(null), "TLSv1.3").socket()).getApplicationProtocol());
    }

    @Test
    void servesRequestsOverTls12() throws IOException {
        serve();
        Peer peer = connect(TestKeys.peer(null), "TLSv1.2");
        assertTrue(ask(peer).startsWith("HTTP/1.1 200"));
        assertTrue(ask(peer).startsWith("HTTP/1.1 200"));
    }

    @Test
    void holdsNoBufferBetweenRequests() throws IOException {
        serve();
        Peer peer = connect(TestKeys.peer(null));
        ask(peer);
        eventually("no buffer is held", () -> transport.buffersOnLoan() == 0);
        ask(peer);
    }

    @Test
    void refusesVersionsThatAreTooOld() throws IOException {
        Backend backend = backend(Backend.echo());
        var config = tls(TlsVersion.TLS_1_3, ClientAuth.NONE);
        apply(
                secure(config).http("web", 0).upstream("up", backend.port()).forward("/", "up"),
                web(TestKeys.of("localhost"), config));
        assertThrows(SSLHandshakeException.class, () -> connect(TestKeys.peer(null), "TLSv1.2"));
        assertTrue(ask(connect(TestKeys.peer(null))).startsWith("HTTP/1.1 200"));
    }

    @Test
    void carriesLargeBodiesBothWays() throws IOException {
        int length = 3_000_000;
        Backend backend = backend(new Backend(client -> {
            client.head();
            String body = client.read(length);
            client.send("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n" + body);
            client.rest();
        }));
        apply(
                secure(DEFAULT).http("web", 0).upstream("up", backend.port()).forward("/", "up"),
                web(TestKeys.of("localhost"), DEFAULT));
        Peer peer = connect(TestKeys.peer(null));
        String body = numbers(length);
        inBackground(
                () -> peer.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length + "\r\n\r\n" + body));
        assertTrue(peer.head().startsWith("HTTP/1.1 200"));
        assertEquals(body, peer.read(length));
    }

    @Test
    void answersRequestsThatComeTogetherOneAfterTheOther() throws IOException {
        serve();
        Peer peer = connect(TestKeys.peer(null));
        String request = "GET /%d HTTP/1.1\r\nHost: localhost\r\nX-Fill: " + "x".repeat(3000) + "\r\n\r\n";
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            all.append(request.formatted(i));
        }
        inBackground(() -> peer.send(all.toString()));
        for (int i = 0; i < 40; i++) {
            assertTrue(answer(peer).contains("GET /" + i + " HTTP/1.1"));
        }
    }

    @Test
    void tellsWhoSpeaksPlainHttpWhatIsWrong() throws IOException {
        serve();
        String answer =
                client().send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").rest();
        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        assertTrue(answer.contains("https://"), answer);
    }

    @Test
    void garbageEndsTheConnectionAndNothingElse() throws IOException {
        serve();
        assertTrue(client().send(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}).isClosed());
        byte[] looksAlike = new byte[600];
        looksAlike[0] = 22;
        looksAlike[1] = 3;
        looksAlike[3] = 2;
        client().send(looksAlike).rest();
        assertTrue(ask(connect(TestKeys.peer(null))).startsWith("HTTP/1.1 200"));
    }

    @Test
    void bytesMayComeOneByOne() throws IOException {
        serve();
        SlowCable cable = closing(new SlowCable(port("web"), 1, Long.MAX_VALUE));
        Peer peer = connect(TestKeys.peer(null), cable.port());
        assertTrue(ask(peer).startsWith("HTTP/1.1 200"));
        assertTrue(ask(peer).startsWith("HTTP/1.1 200"));
    }

    @Test
    void aHandshakeThatIsCutAnywhereLeavesNothingBehind() throws IOException {
        serve();
        for (int most = 1; most < 400; most += 23) {
            SlowCable cable = closing(new SlowCable(port("web"), 64, most));
            SSLContext context = TestKeys.peer(null);
            assertThrows(IOException.class, () -> ask(connect(context, cable.port())));
        }
        eventually("all are gone", () -> transport.stats().connections() == 0);
    }

    @Test
    void aHandshakeHasItsTime() throws IOException {
        Backend backend = backend(Backend.echo());
        var config = impatient();
        apply(
                secure(config).http("web", 0).upstream("up", backend.port()).forward("/", "up"),
                web(TestKeys.of("localhost"), config));
        assertTrue(client().isClosed(), "who says nothing");
        assertTrue(client().send(new byte[] {22, 3, 1, 2, 0, 1}).isClosed(), "who stops in the middle");
    }

    @Test
    void tellsAnEndThatWasMeantFromOneThatWasNot() throws IOException {
        Backend backend = backend(new Backend(client -> {
            client.head();
            client.send("HTTP/1.0 200 OK\r\n\r\nall of it");
        }));
        apply(
                secure(DEFAULT).http("web", 0).upstream("up", backend.port()).forward("/", "up"),
                web(TestKeys.of("localhost"), DEFAULT));
        Peer peer = connect(TestKeys.peer(null));
        peer.send("GET / HTTP/1.0\r\nHost: localhost\r\n\r\n");
        // why: a socket of the JDK throws at an end without close_notify.
        assertTrue(peer.rest().endsWith("all of it"));
    }

    @Test
    void sessionsAreResumedOnEveryWorkerAndWithNewCertificates() throws IOException {
        serve();
        SSLContext client = TestKeys.peer(null);
        for (String version : new String[] {"TLSv1.3", "TLSv1.2"}) {
            long first = createdAt(client, version);
            for (int i = 0; i < 4; i++) {
                assertEquals(first, createdAt(client, version), version + " again, at worker " + i % 2);
            }
            apply(current(), web(TestKeys.renewed("localhost"), DEFAULT));
            // why: the JDK takes no ticket of a session that began under another certificate.
            boolean survives = engine == Engine.CONSCRYPT;
            assertEquals(survives, first == createdAt(client, version), version + " under another certificate");
            apply(current(), web(TestKeys.of("localhost"), DEFAULT));
        }
    }

    /** The same for sessions that are one and the same. */
    private long createdAt(SSLContext client, String version) throws IOException {
        Peer peer = connect(client, version);
        SSLSession session = session(peer);
        ask(peer);
        peer.close();
        return session.getCreationTime();
    }

    @Test
    void newCertificatesAreShownToWhoeverConnectsNext() throws IOException {
        serve();
        assertEquals("EC", keyType(connect(TestKeys.peer(null))));
        Peer before = connect(TestKeys.peer(null));
        apply(current(), web(TestKeys.rsa("localhost"), DEFAULT));
        assertEquals("RSA", keyType(connect(TestKeys.peer(null))));
        assertTrue(ask(before).startsWith("HTTP/1.1 200"), "who was connected stays so");
    }

    private static String keyType(Peer peer) throws IOException {
        return session(peer).getPeerCertificates()[0].getPublicKey().getAlgorithm();
    }

    @Test
    void asksForCertificatesOfClients() throws IOException {
        Backend backend = backend(Backend.echo());
        var config = tls(TlsVersion.TLS_1_2, ClientAuth.REQUIRE);
        apply(
                secure(config).http("web", 0).upstream("up", backend.port()).forward("/", "up"),
                new TlsMaterial(
                        Map.of("web", new ServerTls(TestKeys.of("localhost"), TestKeys.authority(), config)),
                        Map.of()));
        for (String version : new String[] {"TLSv1.3", "TLSv1.2"}) {
            assertTrue(ask(connect(TestKeys.peer(TestKeys.of("joe")), version)).startsWith("HTTP/1.1 200"));
            assertThrows(SSLException.class, () -> ask(connect(TestKeys.peer(null), version)), "none");
            assertThrows(
                    SSLException.class,
                    () -> ask(connect(TestKeys.peer(TestKeys.expired("joe")), version)),
                    "an expired one");
            assertThrows(
                    SSLException.class,
                    () -> ask(connect(TestKeys.peer(TestKeys.stranger("joe")), version)),
                    "one of somebody else");
        }
    }

    @Test
    void aClientThatHasShownWhoItIsAsksForTheNameItHasShownItTo() throws IOException {
        Backend backend = backend(Backend.echo());
        var config = tls(TlsVersion.TLS_1_2, ClientAuth.REQUEST);
        apply(
                secure(config).http("web", 0).upstream("up", backend.port()).forward("/", "up"),
                new TlsMaterial(
                        Map.of("web", new ServerTls(TestKeys.of("localhost"), TestKeys.authority(), config)),
                        Map.of()));
        Peer known = connect(TestKeys.peer(TestKeys.of("joe")));
        assertTrue(ask(known).startsWith("HTTP/1.1 200"));
        known.send("GET / HTTP/1.1\r\nHost: elsewhere\r\n\r\n");
        assertTrue(known.head().startsWith("HTTP/1.1 421"));
        Peer unknown = connect(TestKeys.peer(null));
        unknown.send("GET / HTTP/1.1\r\nHost: elsewhere\r\n\r\n");
        assertTrue(unknown.head().startsWith("HTTP/1.1 200"));
    }

    @Test
    void whoIsShakingHandsWhenItStopsIsServedYet() throws IOException {
        serve();
        Peer plain = client();
        eventually("it is in", () -> transport.stats().connections() == 1);
        SSLContext context = TestKeys.peer(null);
        Thread stopping = Thread.ofVirtual().start(() -> transport.drain(Duration.ofSeconds(10)));
        eventually("nobody else is let in", () -> !accepts());
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain.socket(), "localhost", 443, true);
        String answer = ask(closing(new Peer(socket)));
        assertTrue(answer.startsWith("HTTP/1.1 200") && answer.contains("Connection: close\r\n"), answer);
        eventually("it has stopped", () -> !stopping.isAlive());
    }

    private boolean accepts() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port("web"))) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aProxyHeaderComesBeforeTls() throws IOException {
        Backend backend = backend(Backend.echo());
        apply(
                secure(DEFAULT)
                        .takeProxyHeaders()
                        .http("web", 0)
                        .upstream("up", backend.port())
                        .forward("/", "up"),
                web(TestKeys.of("localhost"), DEFAULT));
        Peer plain = client().send("PROXY TCP4 192.0.2.7 198.51.100.2 4711 443\r\n");
        SSLSocketFactory factory = TestKeys.peer(null).getSocketFactory();
        SSLSocket socket = (SSLSocket) factory.createSocket(plain.socket(), "localhost", 443, true);
        String answer = ask(closing(new Peer(socket)));
        assertTrue(answer.contains("X-Forwarded-For: 192.0.2.7\r\n"), answer);
    }
}
