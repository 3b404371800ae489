package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Where one request of a connection ends and the next begins, however they arrive. */
class RequestBoundariesTest extends ProxyTest {
    RequestBoundariesTest() {
        super(1);
    }

    /** Reads requests with chunked bodies, and answers each with its first line when it is let. */
    private Backend answeringWhen(CountDownLatch let, CountDownLatch arrived) throws IOException {
        return backend(new Backend(client -> {
            for (String head = client.head(); !head.isEmpty(); head = client.head()) {
                if (head.contains("chunked")) {
                    client.readThrough("0\r\n\r\n");
                }
                arrived.countDown();
                try {
                    assertTrue(let.await(10, TimeUnit.SECONDS));
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                String line = head.substring(0, head.indexOf("\r\n"));
                client.send("HTTP/1.1 200 OK\r\nContent-Length: " + line.length() + "\r\n\r\n" + line);
            }
        }));
    }

    @Test
    void aRequestThatArrivesInPiecesBehindAChunkedBodyIsRead() throws Exception {
        CountDownLatch let = new CountDownLatch(1);
        CountDownLatch arrived = new CountDownLatch(1);
        Backend backend = answeringWhen(let, arrived);
        apply(new TestConfig().http("web", 0).forward("/", "up").upstream("up", backend.port()));
        Peer client = client().send("POST /1 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
        // The body comes on its own, so that it is not read together with the head; the next request begins behind it.
        eventually("the head is forwarded", () -> backend.accepted() == 1);
        client.send("2\r\nhi\r\n0\r\n\r\nGET /2 HT");
        assertTrue(arrived.await(10, TimeUnit.SECONDS));
        client.send("TP/1.1\r\nHost: x\r\n\r\nGET /3 HTTP/1.1\r\nHost: x\r\n\r\n");
        let.countDown();
        assertEquals("POST /1 HTTP/1.1", client.body(client.head()));
        assertEquals("GET /2 HTTP/1.1", client.body(client.head()));
        assertEquals("GET /3 HTTP/1.1", client.body(client.head()));
    }

    @Test
    void nothingOfARequestWithoutHostShowsInTheNext() throws IOException {
        apply(new TestConfig()
                .http("web", 0)
                .forward("/", "up")
                .upstream("up", backend(Backend.echo()).port()));
        Peer client = client();
        client.send("GET /a/./secret/of/the/first HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        String first = client.body(client.head());
        assertTrue(first.startsWith("GET /a/secret/of/the/first HTTP/1.1\r\n"), first);
        client.send("GET /public HTTP/1.1\r\nHost: x\r\n\r\n");
        String second = client.body(client.head());
        assertTrue(second.startsWith("GET /public HTTP/1.1\r\nHost: x\r\n"), second);
    }
}
