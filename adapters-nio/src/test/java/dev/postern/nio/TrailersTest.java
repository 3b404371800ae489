package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields behind a chunked body, both ways. */
class TrailersTest extends ProxyTest {
    private static final String CHUNKED_OK = "HTTP/1.1 200 OK\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String POST = "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n";

    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    /** Reads chunked requests, notes head and body as they came, and answers shortly. */
    private Backend noting() throws IOException {
        return new Backend(client -> {
            String head = client.head();
            while (!head.isEmpty()) {
                String body = head.contains("chunked")
                        ? client.readThrough("\r\n0\r\n") + client.readThrough("\r\n\r\n")
                        : "";
                seen.add(head + body);
                client.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                head = client.head();
            }
        });
    }

    private String next() throws InterruptedException {
        String next = seen.poll(10, TimeUnit.SECONDS);
        assertTrue(next != null, "nothing arrived");
        return next;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TE: trailers\r\n", "TE: gzip;q=0.5, Trailers\r\n", "TE: gzip\r\nTE: trailers\r\n", ""})
    void aResponsesTrailersArriveAndTheConnectionGoesOn(String te) throws Exception {
        serve(backend(new Backend(client -> {
            String head = client.head();
            while (!head.isEmpty()) {
                seen.add(head);
                client.send(CHUNKED_OK + "2\r\nhi\r\n0\r\nX-Sum: 42\r\ngrpc-status:  0 \r\n\r\n");
                head = client.head();
            }
        })));
        Peer client = client();
        for (int i = 0; i < 2; i++) {
            client.send("GET /a HTTP/1.1\r\nHost: x\r\n" + te + "\r\n");
            assertTrue(client.head().contains("Trailer: X-Sum\r\n"));
            assertEquals(
                    "2\r\nhi\r\n0\r\nX-Sum: 42\r\ngrpc-status: 0\r\n\r\n",
                    client.readThrough("0\r\n") + client.readThrough("\r\n\r\n"));
            String head = next();
            assertEquals(!te.isEmpty(), head.contains("TE: trailers\r\n"), head);
            assertEquals(!te.isEmpty(), head.contains("Connection: TE\r\n"), head);
            assertFalse(head.contains("gzip"), head);
        }
    }

    @Test
    void aRequestsTrailersArriveAndTheConnectionGoesOn() throws Exception {
        serve(backend(noting()));
        Peer client = client();
        for (int i = 0; i < 3; i++) {
            client.send(POST + "Trailer: X-Sum\r\n\r\n2\r\nhi\r\n0\r\nX-Sum: 42\r\n\r\n");
            client.head();
            assertEquals("ok", client.read(2));
            String request = next();
            assertTrue(request.contains("Trailer: X-Sum\r\n"), request);
            assertTrue(request.endsWith("2\r\nhi\r\n0\r\nX-Sum: 42\r\n\r\n"), request);
        }
    }

    @Test
    void trailersMayComeByteByByte() throws Exception {
        serve(backend(noting()));
        Peer client = client().send(POST + "\r\n");
        String body = "2\r\nhi\r\n0\r\nX-Sum: 42\r\nX-Other:\r\n\r\n";
        for (int i = 0; i < body.length(); i++) {
            client.send(body.substring(i, i + 1));
        }
        client.head();
        String request = next();
        assertTrue(request.endsWith("\r\n0\r\nX-Sum: 42\r\nX-Other: \r\n\r\n"), request);
    }

    @Test
    void whatMustBeKnownBeforeTheBodyIsNotRelayedBehindIt() throws Exception {
        serve(backend(noting()));
        client().send(POST
                        + "Connection: X-Mine\r\n\r\n2\r\nhi\r\n0\r\nX-Real-IP: 5\r\nTE: trailers\r\n"
                        + "Via: other\r\nAuthorization: a\r\nX-Forwarded-For: 1.2.3.4\r\nX-Request-Id: mine\r\n"
                        + "Connection: close\r\nX-Mine: 1\r\nX_Sum: 2\r\nX-Sum: 3\r\n\r\n")
                .head();
        String request = next();
        assertTrue(request.endsWith("2\r\nhi\r\n0\r\nX-Sum: 3\r\n\r\n"), request);
    }

    @Test
    void aResponsesTrailersAreFilteredToo() throws Exception {
        serve(backend(new Backend(client -> {
            client.head();
            client.send(CHUNKED_OK
                    + "2\r\nhi\r\n0\r\nSet-Cookie: a=b\r\nContent-Type: x\r\nUpgrade: y\r\nX-Sum: 42\r\n\r\n");
            client.head();
        })));
        Peer client = client().send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
        client.head();
        assertEquals("2\r\nhi\r\n0\r\nX-Sum: 42\r\n\r\n", client.readThrough("\r\n\r\n"));
    }

    @Test
    void anOldClientGetsTheBodyAndNoTrailers() throws Exception {
        serve(backend(new Backend(client -> {
            seen.add(client.head());
            client.send(CHUNKED_OK + "2\r\nhi\r\n0\r\nX-Sum: 42\r\n\r\n");
            client.head();
        })));
        String answer = client().send("GET /a HTTP/1.0\r\nTE: trailers\r\n\r\n").rest();
        assertTrue(answer.endsWith("\r\n\r\nhi"), answer);
        assertFalse(next().contains("TE:"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"no colon\r\n", " folded: a\r\n", "X : a\r\n", ": a\r\n", "X: a\r\n folded\r\n", "Host: a\r\n"})
    void faultyTrailersAre400AndTheConnectionIsClosed(String trailer) throws Exception {
        serve(backend(new Backend(Peer::rest)));
        String answer =
                client().send(POST + "\r\n2\r\nhi\r\n0\r\n" + trailer + "\r\n").rest();
        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
    }

    @Test
    void tooManyTrailersAreRefused() throws Exception {
        serve(backend(new Backend(Peer::rest)));
        String answer = client().send(POST + "\r\n2\r\nhi\r\n0\r\n" + "X: abcdefghij\r\n".repeat(1000) + "\r\n")
                .rest();
        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
    }

    @Test
    void aResponsesFaultyTrailersCutTheClient() throws Exception {
        serve(backend(new Backend(client -> {
            client.head();
            client.send(CHUNKED_OK + "2\r\nhi\r\n0\r\nno colon\r\n\r\n");
            client.rest();
        })));
        Peer client = client().send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
        client.head();
        String rest = client.rest();
        assertFalse(rest.contains("0\r\n"), rest);
    }

    @Test
    void aTrailedBodyThroughASlowReaderKeepsItsTrailers() throws Exception {
        int size = 8_000_000;
        serve(backend(new Backend(client -> {
            client.head();
            client.send(CHUNKED_OK + Integer.toHexString(size) + "\r\n");
            client.send(new byte[size]);
            client.send("\r\n0\r\nX-Sum: 42\r\n\r\n");
            client.head();
        })));
        Peer client = client().send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
        client.head();
        eventually("the writer is held", () -> transport.buffersOnLoan() > 0);
        int left = size;
        while (left > 0) {
            int chunk = Integer.parseInt(client.readThrough("\r\n").strip(), 16);
            client.read(chunk);
            assertEquals("\r\n", client.read(2));
            left -= chunk;
        }
        assertEquals("0\r\nX-Sum: 42\r\n\r\n", client.readThrough("\r\n\r\n"));
    }
}
