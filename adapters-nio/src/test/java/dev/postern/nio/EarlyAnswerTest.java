package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that come before the request is complete, and sides that leave in the middle. */
class EarlyAnswerTest extends ProxyTest {
    private static final String CHUNKED = "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String LONG = "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\n";
    private static final String NO = "HTTP/1.1 413 Content Too Large\r\nContent-Length: 2\r\n\r\nno";

    /** Sends until it can't, as a client does that does not look for an answer before it has sent everything. */
    private static Thread sendsOn(Peer client) {
        return Thread.ofVirtual().start(() -> {
            try {
                byte[] some = new byte[10_000];
                for (int i = 0; i < 10_000; i++) {
                    client.send(some);
                }
            } catch (IOException e) {
                // The proxy closed first.
            }
        });
    }

    @Test
    void anEarlyAnswerArrivesAndTheConnectionIsClosedBehindIt() throws IOException {
        serve(backend(new Backend(client -> {
            client.head();
            client.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n");
            client.isClosed();
        })));
        Peer client = client().send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nsome");
        String head = client.head();
        assertTrue(head.startsWith("HTTP/1.1 413 "), head);
        assertTrue(head.contains("Connection: close\r\n"), head);
        assertTrue(client.isClosed());
    }

    @Test
    void anEarlyAnswerReachesAClientThatReadsSlowlyWhileItStillSends() throws Exception {
        int size = 20_000_000;
        CountDownLatch answered = new CountDownLatch(1);
        serve(backend(new Backend(client -> {
            client.head();
            client.send("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
            client.send(new byte[size]);
            answered.countDown();
            client.rest();
        })));
        Peer client = client().send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nsome");
        client.head();
        client.send(new byte[1000]);
        client.read(size / 2);
        client.send(new byte[1000]);
        client.read(size / 2);
        assertTrue(answered.await(10, TimeUnit.SECONDS));
        assertTrue(client.isClosed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0\r", "0\r\nX-Sum: 1\r\n", "3\r\nabc\r\n", "3\r\na"})
    void theTailOfAChunkedRequestMayComeAfterItsAnswer(String before) throws IOException {
        String whole = "2\r\nhi\r\n" + (before.isEmpty() ? "0\r\n\r\n" : before);
        String tail = switch (before) {
            case "0\r" -> "\n\r\n";
            case "0\r\nX-Sum: 1\r\n" -> "\r\n";
            case "3\r\nabc\r\n" -> "0\r\n\r\n";
            case "3\r\na" -> "bc\r\n0\r\n\r\n";
            default -> "";
        };
        serve(backend(new Backend(client -> {
            client.head();
            client.readThrough("hi");
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            client.rest();
        })));
        Peer client = client().send(CHUNKED + whole);
        String head = client.head();
        assertTrue(head.startsWith("HTTP/1.1 200 "), head);
        assertEquals("ok", client.read(2));
        client.send(tail);
        if (head.contains("Connection: close\r\n")) {
            assertTrue(client.isClosed());
        } else {
            assertTrue(
                    client.send("GET /none HTTP/1.1\r\nHost: x\r\n\r\n").head().startsWith("HTTP/1.1 404 "));
        }
    }

    @Test
    void theTailOfTheRequestMayComeWhileTheAnswerIsStillUnderWay() throws Exception {
        CountDownLatch tailArrived = new CountDownLatch(1);
        serve(backend(new Backend(client -> {
            client.head();
            client.readThrough("hi\r\n");
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfi");
            client.readThrough("0\r\n\r\n");
            tailArrived.countDown();
            client.send("ne");
        })));
        Peer client = client().send(CHUNKED + "2\r\nhi\r\n");
        client.head();
        assertEquals("fi", client.read(2));
        client.send("0\r\n\r\n");
        assertTrue(tailArrived.await(10, TimeUnit.SECONDS));
        assertEquals("ne", client.read(2));
    }

    @Test
    void aClientThatSendsOnStillReadsTheAnswer() throws Exception {
        serve(backend(new Backend(client -> {
            client.head();
            client.send(NO);
            client.isClosed();
        })));
        Peer client = client().send(LONG);
        Thread sending = sendsOn(client);
        String head = client.head();
        assertTrue(head.startsWith("HTTP/1.1 413 "), head);
        assertTrue(head.contains("Connection: close\r\n"), head);
        assertEquals("no", client.rest());
        client.close();
        assertTrue(sending.join(Duration.ofSeconds(10)));
    }

    @Test
    void anUpstreamThatAnswersAndClosesWhileWeSendIsHeard() throws Exception {
        serve(backend(new Backend(client -> {
            client.head();
            client.send(NO);
        })));
        for (int i = 0; i < 5; i++) {
            Peer client = client().send(LONG);
            Thread sending = sendsOn(client);
            String head = client.head();
            // The upstream's reset may overtake its answer; then there is none to relay.
            assertTrue(head.startsWith("HTTP/1.1 413 ") || head.startsWith("HTTP/1.1 502 "), head);
            client.rest();
            client.close();
            assertTrue(sending.join(Duration.ofSeconds(10)));
        }
    }

    @Test
    void anUpstreamThatHangsUpWhileWeSendIs502() throws Exception {
        serve(backend(new Backend(client -> {
            client.head();
            client.reset();
        })));
        Peer client = client().send(LONG);
        Thread sending = sendsOn(client);
        String head = client.head();
        assertTrue(head.startsWith("HTTP/1.1 502 "), head);
        client.rest();
        client.close();
        assertTrue(sending.join(Duration.ofSeconds(10)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "reset", "half-close"})
    void aClientThatLeavesInTheMiddleOfItsBodyTakesTheUpstreamRequestWithIt(String how) throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        serve(backend(new Backend(client -> {
            client.head();
            arrived.countDown();
            try {
                client.rest();
            } finally {
                cancelled.countDown();
            }
        })));
        Peer client = client().send(LONG + "some");
        assertTrue(arrived.await(10, TimeUnit.SECONDS));
        switch (how) {
            case "close" -> client.close();
            case "reset" -> client.reset();
            default -> client.shutdownOutput();
        }
        assertTrue(cancelled.await(10, TimeUnit.SECONDS));
    }

    @Test
    void aClientThatLeavesInTheMiddleOfTheAnswerTakesTheUpstreamRequestWithIt() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        serve(backend(new Backend(client -> {
            client.head();
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\nfirst");
            try {
                client.rest();
            } finally {
                cancelled.countDown();
            }
        })));
        Peer client = client().send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
        client.head();
        client.read(5);
        client.reset();
        assertTrue(cancelled.await(10, TimeUnit.SECONDS));
    }
}
