package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Expect and interim responses, from end to end. */
class ExpectTest extends ProxyTest {
    private static final String ASK =
            "POST /a HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n";

    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    private String next() throws InterruptedException {
        String next = seen.poll(10, TimeUnit.SECONDS);
        assertTrue(next != null, "nothing arrived");
        return next;
    }

    @Test
    void nothingIsSaidToTheClientBeforeTheUpstreamAsks() throws Exception {
        CountDownLatch ask = new CountDownLatch(1);
        Backend backend = backend(new Backend(client -> {
            String head = client.head();
            while (!head.isEmpty()) {
                seen.add(head);
                await(ask);
                client.send("HTTP/1.1 100 Continue\r\n\r\n");
                client.send(OK + client.read(2));
                head = client.head();
            }
        }));
        serve(backend);
        Peer client = client().send(ASK);
        assertTrue(next().contains("Expect: 100-Continue\r\n"));
        assertFalse(client.hasSomething(Duration.ofMillis(100)));
        ask.countDown();
        for (int i = 0; i < 3; i++) {
            assertEquals("HTTP/1.1 100 Continue\r\n\r\n", client.head());
            assertTrue(client.send("hi").head().startsWith("HTTP/1.1 200 "));
            assertEquals("hi", client.read(2));
            client.send(ASK);
        }
        assertEquals(1, backend.accepted());
    }

    @Test
    void aClientThatDoesNotWaitIsNotHeldUp() throws Exception {
        serve(backend(new Backend(client -> {
            client.head();
            String body = client.read(2);
            client.send(OK + body);
        })));
        Peer client = client().send(ASK + "hi");
        assertTrue(client.head().startsWith("HTTP/1.1 200 "));
        assertEquals("hi", client.read(2));
    }

    @Test
    void aFinalAnswerInsteadIsRelayedAndTheConnectionsClosed() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        serve(backend(new Backend(client -> {
            client.head();
            client.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n");
            if (client.isClosed()) {
                closed.countDown();
            }
        })));
        Peer client = client().send(ASK);
        String head = client.head();
        assertTrue(head.startsWith("HTTP/1.1 413 "), head);
        assertTrue(head.contains("Connection: close\r\n"), head);
        assertTrue(client.isClosed());
        assertTrue(closed.await(10, TimeUnit.SECONDS), "the upstream's connection is not used again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nowhere", "/own"})
    void ourOwnAnswerComesWithoutAnInterimOne(String path) throws IOException {
        apply(new TestConfig().http("web", 0).respond("/own", "mine"));
        Peer client = client().send(ASK.replace("/a", path));
        String head = client.head();
        assertFalse(head.startsWith("HTTP/1.1 100 "), head);
        assertTrue(head.contains("Connection: close\r\n"), head);
        client.rest();
    }

    @Test
    void anOldClientsExpectationIsIgnored() throws Exception {
        serve(backend(new Backend(client -> {
            seen.add(client.head());
            client.send("HTTP/1.1 100 Continue\r\n\r\n");
            client.send(OK + client.read(2));
        })));
        Peer client = client().send("POST /a HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nhi");
        assertTrue(client.head().startsWith("HTTP/1.1 200 "));
        assertFalse(next().contains("Expect"));
    }

    @Test
    void anExpectationWithoutABodyIsNotPassedOn() throws Exception {
        serve(backend(Backend.echo()));
        Peer client = client().send("GET /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n\r\n");
        client.head();
        assertFalse(client.readThrough("\r\n\r\n").contains("Expect"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"something", "100-continue, something", "100-continue=1"})
    void anUnknownExpectationIs417(String expectation) throws IOException {
        serve(backend(Backend.echo()));
        String answer = client().send("GET /a HTTP/1.1\r\nHost: x\r\nExpect: " + expectation + "\r\n\r\n")
                .rest();
        assertTrue(answer.startsWith("HTTP/1.1 417 Expectation Failed\r\n"), answer);
    }

    @Test
    void anUpstreamThatNeverAsksIsThe504AndNotTheClient408() throws IOException {
        Backend silent = backend(new Backend(Peer::rest));
        apply(new TestConfig()
                .bodyTimeout(Duration.ofMillis(100))
                .responseTimeout(Duration.ofMillis(400))
                .http("web", 0)
                .forward("/a", "up")
                .upstream("up", silent.port()));
        String head = client().send(ASK).head();
        assertTrue(head.startsWith("HTTP/1.1 504 "), head);
    }

    @Test
    void interimResponsesAreRelayedInTheirOrder() throws IOException {
        serve(backend(new Backend(client -> {
            client.head();
            client.send("HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n");
            client.send("Connection: X-Mine\r\nX-Mine: 1\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n" + OK + "hi");
        })));
        Peer client = client().send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
        assertEquals("HTTP/1.1 102 Processing\r\n\r\n", client.head());
        assertEquals("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n", client.head());
        assertEquals("HTTP/1.1 100 Continue\r\n\r\n", client.head());
        assertTrue(client.head().startsWith("HTTP/1.1 200 OK\r\n"));
        assertEquals("hi", client.read(2));
    }

    @Test
    void anOldClientGetsNoInterimResponses() throws IOException {
        serve(backend(new Backend(client -> {
            client.head();
            client.send("HTTP/1.1 103 Early Hints\r\n\r\n" + OK + "hi");
        })));
        assertTrue(client().send("GET /a HTTP/1.0\r\n\r\n").head().startsWith("HTTP/1.1 200 "));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
