package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.TlsConfig.Engine;
import dev.postern.nio.tls.TestKeys;
import dev.postern.nio.transport.Hello;
import dev.postern.ports.telemetry.TlsFacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** TLS that ends here, and TLS that is passed on, at one port; and what is no HTTP. */
class TlsPassingTest extends TlsProxyTest {
    /** Says its name, and then all that it hears. */
    private int backend(String name) throws IOException {
        return backend(new Backend(client -> client.send(name + " ").send(client.rest())))
                .port();
    }

    @Test
    void anHttpListenerPassesOnWhatARouteAsksForByName() throws IOException {
        Backend http = backend(Backend.echo());
        apply(
                secure(DEFAULT)
                        .http("web", 0)
                        .upstream("up", http.port())
                        .forward("/", "up")
                        .sni("db.example.com", "db")
                        .upstream("db", backend("db")),
                web(TestKeys.of("localhost"), DEFAULT));
        byte[] hello = Hello.of("db.example.com", "TLSv1.3");
        Peer passed = client().send(hello).send("and more");
        passed.shutdownOutput();
        assertEquals("db " + new String(hello, StandardCharsets.ISO_8859_1) + "and more", passed.rest());
        assertTrue(ask(connect(TestKeys.peer(null))).startsWith("HTTP/1.1 200"));
    }

    @Test
    void aTcpListenerEndsTlsOfAllOtherNames() throws IOException {
        apply(
                secure(DEFAULT)
                        .tcp("web", 0, "rest")
                        .upstream("rest", backend("rest"))
                        .sni("db.example.com", "db")
                        .upstream("db", backend("db")),
                web(TestKeys.of("localhost"), DEFAULT));
        byte[] hello = Hello.of("db.example.com", "TLSv1.3");
        Peer passed = client().send(hello);
        passed.shutdownOutput();
        assertEquals("db " + new String(hello, StandardCharsets.ISO_8859_1), passed.rest());
        assertEquals("rest ", connect(TestKeys.peer(null)).read(5));
        eventually(
                "the one passed on is told",
                () -> telemetry.connections().stream()
                        .anyMatch(each -> each.serverName().equals("db.example.com")
                                && each.tls().equals(TlsFacts.NONE)
                                && each.bytesIn() == hello.length));
    }

    @Test
    void whatEndsHereIsToldWithItsTlsAndWhatShakesNoHandsWithItsCause() throws IOException {
        apply(
                secure(DEFAULT).tcp("web", 0, "rest").upstream("rest", backend("rest")),
                web(TestKeys.of("localhost"), DEFAULT));
        Peer peer = connect(TestKeys.peer(null));
        assertEquals("rest ", peer.read(5));
        peer.close();
        client().send("no hello at all\r\n\r\n").rest();
        eventually("both are told", () -> telemetry.connections().size() == 2);
        assertTrue(telemetry.connections().stream()
                .anyMatch(each -> each.tls().version().startsWith("TLSv1.")
                        && each.tls().cipher().startsWith("TLS_")));
        assertTrue(
                telemetry.connections().stream().anyMatch(each -> each.cause().equals("client/tls-handshake")));
    }

    @Test
    void aRequestIsToldWithItsTls() throws IOException {
        Backend http = backend(Backend.echo());
        apply(
                secure(DEFAULT).http("web", 0).upstream("up", http.port()).forward("/", "up"),
                web(TestKeys.of("localhost"), DEFAULT));
        assertTrue(ask(connect(TestKeys.peer(null))).startsWith("HTTP/1.1 200"));
        eventually("is told", () -> !telemetry.tls().isEmpty());
        assertTrue(telemetry.tls().getFirst().version().startsWith("TLSv1."));
    }

    @Test
    void whatATcpListenerEndsFlowsBothWays() throws IOException {
        Backend echo = backend(new Backend(client ->
                client.socket().getInputStream().transferTo(client.socket().getOutputStream())));
        apply(
                secure(DEFAULT).tcp("web", 0, "rest").upstream("rest", echo.port()),
                web(TestKeys.of("localhost"), DEFAULT));
        Peer peer = connect(TestKeys.peer(null));
        String said = numbers(1_000_000);
        inBackground(() -> peer.send(said));
        assertEquals(said, peer.read(said.length()));
    }

    @Test
    void whoHasSaidAllMayStillHearOrLearnsThatItIsNotAll() throws IOException {
        apply(
                secure(DEFAULT).tcp("web", 0, "rest").upstream("rest", backend("rest")),
                web(TestKeys.of("localhost"), DEFAULT));
        Peer peer = connect(TestKeys.peer(null), "TLSv1.3");
        peer.send("all").shutdownOutput();
        if (engine == Engine.JDK) {
            assertEquals("rest all", peer.rest());
        } else {
            assertThrows(IOException.class, peer::rest, "why: Conscrypt ends both ways when one is ended");
        }
    }

    @Test
    void aStreamThatIsCutIsTornAtTheEndpointToo() throws IOException {
        Backend backend = backend(new Backend(client -> {
            client.send("x");
            try {
                client.send(client.rest() + " whole");
            } catch (IOException e) {
                client.send("torn");
            }
        }));
        apply(
                secure(DEFAULT).tcp("web", 0, "rest").upstream("rest", backend.port()),
                web(TestKeys.of("localhost"), DEFAULT));
        SlowCable cable = closing(new SlowCable(port("web"), 4096, Long.MAX_VALUE));
        Peer peer = connect(TestKeys.peer(null), cable.port(), "TLSv1.3");
        peer.read(1);
        cable.cut();
        eventually("the endpoint's connection has gone", () -> transport.stats().connections() == 0);
    }

    @Test
    void whatIsNoTlsGetsNoAnswerWhereHttpIsNotSpoken() throws IOException {
        apply(
                secure(DEFAULT).tcp("web", 0, "rest").upstream("rest", backend("rest")),
                web(TestKeys.of("localhost"), DEFAULT));
        assertTrue(client().send("GET / HTTP/1.1\r\n\r\n").isClosed());
    }
}
