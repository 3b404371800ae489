package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Large HTTP bodies of known length. */
final class LongBodyTest extends LongTransferTest {
    private static final byte[] BODY = bytes(MUCH, 4);
    private static final String GET = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String POST = "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: " + MUCH + "\r\n\r\n";
    private static final String LONG_ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: " + MUCH + "\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    LongBodyTest(OddPipes way) {
        super(way);
    }

    private Backend serve(Backend.Script script) throws IOException {
        return serve(new TestConfig(), script);
    }

    private Backend serve(TestConfig config, Backend.Script script) throws IOException {
        Backend backend = backend(new Backend(script));
        apply(config.http("web", 0).forward("/a", "up").upstream("up", backend.port()));
        return backend;
    }

    private Told.Exchange told() {
        eventually("it is told", () -> !telemetry.all().isEmpty());
        return telemetry.all().getFirst();
    }

    @Test
    void answersComeWholeAndConnectionsAreKept() throws IOException {
        Backend backend = serve(client -> {
            for (String head = client.head(); !head.isEmpty(); head = client.head()) {
                client.send(LONG_ANSWER).send(BODY);
            }
        });
        Peer client = client();
        for (int i = 0; i < 3; i++) {
            assertTrue(client.send(GET).head().startsWith("HTTP/1.1 200 "));
            hears(BODY, client);
        }
        assertTrue(client.send("GET /none HTTP/1.1\r\nHost: x\r\n\r\n").head().startsWith("HTTP/1.1 404 "));
        assertEquals(1, backend.accepted());
        assertEquals(MUCH, told().bytesOut());
        assertEquals("", told().cause());
        wentThroughPipes(3L * MUCH);
    }

    @Test
    void aRequestBehindALargeBodyIsTheNextOne() throws Exception {
        Backend backend = serve(client -> {
            for (String head = client.head(); !head.isEmpty(); head = client.head()) {
                if (head.startsWith("POST")) {
                    hears(BODY, client);
                }
                client.send(OK);
            }
        });
        Peer client = client();
        CompletableFuture<Void> said = CompletableFuture.runAsync(() -> {
            try {
                for (int i = 0; i < 3; i++) {
                    client.send(POST).send(BODY).send(GET);
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        for (int i = 0; i < 6; i++) {
            assertTrue(client.head().startsWith("HTTP/1.1 200 "));
            assertEquals("ok", client.read(2));
        }
        said.get(10, TimeUnit.SECONDS);
        assertEquals(1, backend.accepted());
        assertEquals(MUCH, told().bytesIn());
        wentThroughPipes(3L * MUCH);
    }

    @Test
    void whatCameGoesOnBeforeMoreComes() throws IOException {
        serve(client -> {
            client.head();
            client.send(LONG_ANSWER);
            for (int sent = 0; sent < MUCH; sent += MUCH / 8) {
                client.socket().getOutputStream().write(BODY, sent, MUCH / 8 - 1);
                client.read(1);
                client.socket().getOutputStream().write(BODY, sent + MUCH / 8 - 1, 1);
            }
        });
        // why a request with a body: by its bytes the client tells how far it has heard.
        Peer client = client().send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 8\r\n\r\n");
        client.head();
        for (int heard = 0; heard < MUCH; heard += MUCH / 8) {
            client.socket().getInputStream().readNBytes(MUCH / 8 - 1);
            client.send("x");
            assertEquals(BODY[heard + MUCH / 8 - 1], (byte)
                    client.socket().getInputStream().read());
        }
    }

    @Test
    void aBodyThatIsTornCutsTheClient() throws IOException {
        serve(client -> {
            client.head();
            client.send(LONG_ANSWER);
            client.socket().getOutputStream().write(BODY, 0, MUCH / 2);
        });
        Peer client = client().send(GET);
        client.head();
        int heard = 0;
        byte[] some = new byte[64 * 1024];
        try {
            for (int n = client.socket().getInputStream().read(some);
                    n >= 0;
                    n = client.socket().getInputStream().read(some)) {
                heard += n;
            }
        } catch (IOException e) {
            // A reset tells it as well.
        }
        assertTrue(heard <= MUCH / 2, () -> "more than came");
        assertEquals("upstream/response-incomplete", told().cause());
    }

    @Test
    void aClientWhoLeavesInTheMiddleOfItsBodyIsNotAnswered() throws Exception {
        CompletableFuture<Integer> heard = new CompletableFuture<>();
        serve(client -> {
            client.head();
            heard.complete(client.rest().length());
        });
        Peer client = client().send(POST);
        client.socket().getOutputStream().write(BODY, 0, MUCH / 2);
        client.close();
        assertTrue(heard.get(10, TimeUnit.SECONDS) <= MUCH / 2);
        assertTrue(told().bytesIn() <= MUCH / 2);
    }

    @Test
    void aClientWhoLeavesWhileMuchWaitsEndsTheAnswer() throws Exception {
        CompletableFuture<Void> over = new CompletableFuture<>();
        serve(client -> {
            client.head();
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 2000000000\r\n\r\n");
            sendsOn(client);
            over.complete(null);
        });
        Peer client = client().send(GET);
        eventually("data waits", () -> transport.buffersOnLoan() > 1);
        client.reset();
        over.get(10, TimeUnit.SECONDS);
        assertEquals("client/gone", told().cause());
    }

    @Test
    void aClientWhoReadsNothingIsCut() throws Exception {
        CompletableFuture<Void> over = new CompletableFuture<>();
        serve(new TestConfig().bodyTimeout(Duration.ofMillis(200)), client -> {
            client.head();
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 2000000000\r\n\r\n");
            sendsOn(client);
            over.complete(null);
        });
        Peer client = client().send(GET);
        over.get(10, TimeUnit.SECONDS);
        client.close();
    }

    @Test
    void anEndpointThatPausesInItsBodyIsCut() throws IOException {
        serve(new TestConfig().responseBodyTimeout(Duration.ofMillis(200)), client -> {
            client.head();
            client.send(LONG_ANSWER);
            client.socket().getOutputStream().write(BODY, 0, MUCH / 2);
            client.rest();
        });
        Peer client = client().send(GET);
        client.head();
        client.socket().getInputStream().readNBytes(MUCH / 2);
        assertTrue(client.isClosed());
    }

    @Test
    void aClientThatPausesInItsBodyIsTold() throws IOException {
        serve(new TestConfig().bodyTimeout(Duration.ofMillis(200)), Peer::rest);
        Peer client = client().send(POST);
        client.socket().getOutputStream().write(BODY, 0, MUCH / 2);
        assertTrue(client.head().startsWith("HTTP/1.1 408 "));
    }

    @Test
    void anAnswerBeforeTheBodyIsReadArrives() throws Exception {
        serve(client -> {
            client.head();
            hears(bytes(MUCH, 4), client);
            client.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 2\r\n\r\nno");
            client.rest();
        });
        Peer client = client().send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000000\r\n\r\n");
        client.send(BODY);
        Thread sends = Thread.ofVirtual().start(() -> sendsOn(client));
        assertTrue(client.head().startsWith("HTTP/1.1 413 "));
        assertEquals("no", client.read(2));
        client.close();
        sends.join();
    }

    @Test
    void aDrainWaitsForTheEndOfABody() throws Exception {
        serve(client -> {
            client.head();
            client.send(LONG_ANSWER);
            client.socket().getOutputStream().write(BODY, 0, MUCH / 2);
            client.read(1);
            client.socket().getOutputStream().write(BODY, MUCH / 2, MUCH / 2);
            client.rest();
        });
        Peer client = client().send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n");
        client.head();
        byte[] first = client.socket().getInputStream().readNBytes(MUCH / 2);
        CompletableFuture<Void> drained = CompletableFuture.runAsync(() -> transport.drain(Duration.ofSeconds(10)));
        client.send("x");
        byte[] second = client.socket().getInputStream().readNBytes(MUCH / 2);
        assertEquals(MUCH, first.length + second.length);
        client.close();
        drained.get(10, TimeUnit.SECONDS);
        assertEquals(MUCH, told().bytesOut());
    }
}
