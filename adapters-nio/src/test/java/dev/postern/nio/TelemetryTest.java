package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every request is told of once, with what became of it. */
class TelemetryTest extends ProxyTest {
    private Told.Exchange only() {
        eventually("is told", () -> !telemetry.all().isEmpty());
        assertEquals(1, telemetry.all().size(), () -> telemetry.all().toString());
        return telemetry.all().getFirst();
    }

    private Told.Exchange forwarded(String request, int status, Backend backend, long in, long out, String cause) {
        return new Told.Exchange(
                "web " + request, status, "up-a", "up", "127.0.0.1:" + backend.port(), 1, in, out, cause);
    }

    private Backend served(Backend made) {
        Backend backend = backend(made);
        serve(backend);
        return backend;
    }

    @Test
    void ofARequestAndTheBytesOfItsBodies() throws IOException {
        Backend backend = served(new Backend(peer -> {
            peer.head();
            peer.read(3);
            peer.send("HTTP/1.1 201 Made\r\nContent-Length: 5\r\n\r\nhello").head();
        }));
        Peer client = client().send("POST /a/x?y=z HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc");
        assertTrue(client.head().startsWith("HTTP/1.1 201 "));
        assertEquals("hello", client.read(5));
        assertEquals(forwarded("POST /a/x?y=z", 201, backend, 3, 5, ""), only());
    }

    @Test
    void ofChunksTheDataAloneIsCounted() throws IOException {
        Backend backend = served(
                Backend.answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"));
        Peer client = client().send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
        client.readThrough("0\r\n\r\n");
        assertEquals(forwarded("GET /a", 200, backend, 0, 5, ""), only());
    }

    @Test
    void ofEachRequestOfAConnection() throws IOException {
        served(Backend.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"));
        Peer client = client();
        for (int i = 0; i < 3; i++) {
            client.send("GET /a/" + i + " HTTP/1.1\r\nHost: h\r\n\r\n").head();
            client.read(2);
        }
        eventually("is told", () -> telemetry.all().size() == 3);
        assertEquals(
                List.of("web GET /a/0", "web GET /a/1", "web GET /a/2"),
                telemetry.all().stream().map(Told.Exchange::request).toList());
        assertEquals(
                List.of(2L, 2L, 2L),
                telemetry.all().stream().map(Told.Exchange::bytesOut).toList());
    }

    @Test
    void whatNoRouteClaims() throws IOException {
        served(Backend.echo());
        String body = client().send("GET /b HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
                .rest()
                .split("\r\n\r\n")[1];
        assertEquals(new Told.Exchange("web GET /b", 404, "", "", "", 0, 0, body.length(), "proxy/no-route"), only());
    }

    @Test
    void aHeadThatNoRequestCouldBeMadeOf() throws IOException {
        served(Backend.echo());
        client().send("GET / HTTP/1.1\nHost: h\r\n\r\n").rest();
        Told.Exchange told = only();
        assertEquals("client/bad-request", told.cause());
        assertEquals(400, told.status());
        assertEquals("web  ", told.request());
    }

    @Test
    void aClientThatLeavesBeforeItsAnswer() throws IOException {
        Backend backend = served(new Backend(Peer::rest));
        Peer client = client().send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
        eventually("is told", () -> backend.accepted() == 1);
        client.reset();
        assertEquals(forwarded("GET /a", 499, backend, 0, 0, "client/gone"), only());
    }

    @Test
    void anAnswerThatBreaksOff() throws IOException {
        Backend backend = served(new Backend(peer -> {
            peer.head();
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
        }));
        client().send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n").rest();
        Told.Exchange told = only();
        assertEquals(200, told.status());
        assertEquals("upstream/response-incomplete", told.cause());
        assertEquals("127.0.0.1:" + backend.port(), told.endpoint());
    }

    @Test
    void allTriesAndTheLastEndpoint() throws IOException {
        int nobody = nobody();
        Backend backend = backend(Backend.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        apply(new TestConfig().http("web", 0).forward("/a", "up").upstream("up", nobody, backend.port()));
        for (int i = 0; i < 2; i++) {
            client().send("GET /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
                    .rest();
        }
        eventually("is told", () -> telemetry.all().size() == 2);
        assertEquals(
                List.of(1, 2),
                telemetry.all().stream().map(Told.Exchange::attempts).sorted().toList());
        assertTrue(telemetry.all().stream().allMatch(each -> each.endpoint().equals("127.0.0.1:" + backend.port())));
    }

    @Test
    void aTunnelWhenItEnds() throws IOException {
        Backend backend = served(Backend.answering(
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: chat\r\n\r\nhello"));
        Peer client = client().send("GET /a/chat HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: chat\r\n\r\n");
        client.head();
        assertEquals("hello", client.read(5));
        assertEquals(List.of(), telemetry.all());
        client.shutdownOutput();
        client.rest();
        Told.Exchange told = only();
        assertEquals(101, told.status());
        assertEquals("web GET /a/chat", told.request());
        assertEquals("127.0.0.1:" + backend.port(), told.endpoint());
    }
}
