package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.ports.telemetry.TlsFacts;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every connection without requests is told of once, with what became of it. */
class ConnectionTelemetryTest extends ProxyTest {
    private Told.Connection only() {
        eventually("is told", () -> !telemetry.connections().isEmpty());
        assertEquals(
                1, telemetry.connections().size(), () -> telemetry.connections().toString());
        return telemetry.connections().getFirst();
    }

    private static Told.Connection told(int port, int attempts, long in, long out, String cause) {
        return new Told.Connection(
                "web",
                "127.0.0.1",
                List.of("", "up", "127.0.0.1:" + port),
                attempts,
                "",
                TlsFacts.NONE,
                in,
                out,
                cause);
    }

    private int relayTo(Backend made) {
        Backend backend = backend(made);
        apply(new TestConfig().tcp("web", 0, "up").upstream("up", backend.port()));
        return backend.port();
    }

    @Test
    void ofItsBytesBothWays() throws IOException {
        int port = relayTo(new Backend(peer -> peer.send("hello ").send(peer.read(3))));
        Peer client = client().send("you");
        client.shutdownOutput();
        assertEquals("hello you", client.rest());
        assertEquals(told(port, 1, 3, 9, ""), only());
    }

    @Test
    void eachOfTwoHasItsOwn() throws IOException {
        relayTo(new Backend(peer -> peer.send(peer.rest())));
        for (String said : List.of("one", "three")) {
            Peer client = client().send(said);
            client.shutdownOutput();
            assertEquals(said, client.rest());
        }
        eventually("both", () -> telemetry.connections().size() == 2);
        assertEquals(
                List.of(3L, 5L),
                telemetry.connections().stream()
                        .map(Told.Connection::bytesIn)
                        .sorted()
                        .toList());
    }

    @Test
    void ofAClientThatResetsIt() throws IOException {
        int port = relayTo(new Backend(peer -> {
            peer.send("hello");
            peer.rest();
        }));
        Peer client = client();
        assertEquals("hello", client.read(5));
        client.reset();
        assertEquals(told(port, 1, 0, 5, "client/reset"), only());
    }

    @Test
    void ofAnEndpointThatResetsIt() throws IOException {
        int port = relayTo(new Backend(peer -> {
            peer.read(3);
            peer.reset();
        }));
        client().send("bye").isClosed();
        assertEquals(told(port, 1, 3, 0, "upstream/reset"), only());
    }

    @Test
    void ofEndpointsThatNobodyReaches() throws IOException {
        int nobody = nobody();
        apply(new TestConfig().tcp("web", 0, "up").upstream("up", nobody));
        assertTrue(client().isClosed());
        assertEquals(told(nobody, 1, 0, 0, "upstream/connect-refused"), only());
    }

    @Test
    void ofAPeerWithoutItsHeader() throws IOException {
        apply(new TestConfig()
                .takeProxyHeaders()
                .helloTimeout(Duration.ofSeconds(5))
                .tcp("web", 0, "up")
                .upstream("up", nobody()));
        assertTrue(client().send("hello, this is no header\r\n").isClosed());
        assertEquals("client/proxy-header", only().cause());
    }

    @Test
    void theTimeThatAHeadTakesToComeIsToldOfItsRequest() throws IOException {
        apply(new TestConfig().http("web", 0).respond("/", "hello"));
        Peer client = client().send("GET / HTTP/1.1\r\n");
        eventually("the first part is here", () -> transport.buffersOnLoan() > 0);
        client.send("Host: h\r\nConnection: close\r\n\r\n").rest();
        client().send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").rest();
        eventually("both", () -> telemetry.parsing().size() == 2);
        assertTrue(telemetry.parsing().getFirst() > 0);
    }
}
