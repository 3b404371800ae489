package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Endpoints that close connections which rest in the pool, at moments of all kinds. One worker, one pool. */
class StaleConnectionTest extends ProxyTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String GET = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String POST = "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody";

    private final AtomicInteger connections = new AtomicInteger();

    StaleConnectionTest() {
        super(1);
    }

    /** The first connection answers once and then does as the test says; later ones answer whatever comes. */
    private Peer clientOf(Backend.Script afterTheFirstAnswer) throws IOException {
        Backend backend = backend(new Backend(endpoint -> {
            boolean isFirst = connections.incrementAndGet() == 1;
            request(endpoint);
            endpoint.send(OK);
            if (isFirst) {
                afterTheFirstAnswer.play(endpoint);
                return;
            }
            while (request(endpoint)) {
                endpoint.send(OK);
            }
        }));
        serve(backend);
        Peer client = client();
        assertAnswered(client.send(GET));
        return client;
    }

    private static boolean request(Peer endpoint) throws IOException {
        String head = endpoint.head();
        if (head.contains("Content-Length: 4")) {
            assertEquals("body", endpoint.read(4));
        }
        return !head.isEmpty();
    }

    private static void assertAnswered(Peer client) throws IOException {
        String head = client.head();
        assertTrue(head.startsWith("HTTP/1.1 200 "), head);
        assertEquals("ok", client.read(2));
    }

    private static void leave(Peer endpoint, String how) throws IOException {
        if (how.equals("reset")) {
            endpoint.reset();
        } else {
            endpoint.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "reset"})
    void anyRequestMayFollowAConnectionThatEndedAtRest(String how) throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        Peer client = clientOf(endpoint -> {
            leave(endpoint, how);
            left.countDown();
        });
        assertTrue(left.await(10, TimeUnit.SECONDS));
        assertAnswered(client.send(POST));
        assertAnswered(client.send(GET));
        assertEquals(2, connections.get());
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "reset"})
    void aRequestThatMayBeDoneTwiceIsRepeatedWhenItsFirstByteEndsTheConnection(String how) throws IOException {
        Peer client = clientOf(endpoint -> {
            endpoint.read(1);
            leave(endpoint, how);
        });
        assertAnswered(client.send(GET));
        assertAnswered(client.send(GET));
        assertEquals(2, connections.get(), "and the connection of the repeat is kept");
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "reset"})
    void aBodyThatIsStillHereIsSentAgain(String how) throws IOException {
        Peer client = clientOf(endpoint -> {
            request(endpoint);
            leave(endpoint, how);
        });
        assertAnswered(client.send(POST.replace("POST", "PUT")));
        assertAnswered(client.send(
                "PUT /a HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody" + GET.replace("/a", "/a/next")));
        assertAnswered(client);
        assertEquals(2, connections.get());
    }

    @Test
    void aChunkedBodyThatIsStillHereIsSentAgain() throws IOException {
        Peer client = clientOf(endpoint -> {
            endpoint.readThrough("0\r\n\r\n");
            endpoint.close();
        });
        client.send("PUT /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n");
        assertAnswered(client);
    }

    @Test
    void aBodyThatIsPartlyGoneIsNotRepeated() throws IOException {
        CountDownLatch begun = new CountDownLatch(1);
        Peer client = clientOf(endpoint -> {
            endpoint.head();
            endpoint.read(2);
            begun.countDown();
            endpoint.read(2);
            endpoint.close();
        });
        client.send("PUT /a HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbo");
        await(begun);
        client.send("dy");
        assertTrue(client.head().startsWith("HTTP/1.1 502 "));
        assertEquals(1, connections.get());
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "reset"})
    void whatMayNotBeDoneTwiceIsNotRepeatedOnceItWasSeen(String how) throws IOException {
        Peer client = clientOf(endpoint -> {
            request(endpoint);
            leave(endpoint, how);
        });
        client.send(POST);
        assertTrue(client.head().startsWith("HTTP/1.1 502 "));
        assertEquals(1, connections.get());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void anAnswerThatEndsInItsHeadIsNoneYet(String method) throws IOException {
        Peer client = clientOf(endpoint -> {
            request(endpoint);
            endpoint.send("HTTP/1.1 2");
            endpoint.close();
        });
        boolean mayBeDoneTwice = method.equals("GET");
        assertTrue(client.send(mayBeDoneTwice ? GET : POST)
                .head()
                .startsWith(mayBeDoneTwice ? "HTTP/1.1 200 " : "HTTP/1.1 502 "));
        assertEquals(mayBeDoneTwice ? 2 : 1, connections.get());
    }

    @Test
    void anAnswerThatEndsInItsMiddleCutsTheClient() throws IOException {
        Peer client = clientOf(endpoint -> {
            request(endpoint);
            endpoint.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
            endpoint.close();
        });
        client.send(GET).head();
        assertEquals("half", client.rest());
        assertEquals(1, connections.get());
    }

    @Test
    void manyConnectionsThatEndedAtOnceAreAllPassedOver() throws Exception {
        int many = 20;
        CountDownLatch all = new CountDownLatch(many);
        CountDownLatch restart = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(many);
        Backend backend = backend(new Backend(endpoint -> {
            boolean isEarly = connections.incrementAndGet() <= many;
            request(endpoint);
            if (isEarly) {
                all.countDown();
                await(all);
                endpoint.send(OK);
                await(restart);
                endpoint.close();
                left.countDown();
                return;
            }
            endpoint.send(OK);
            while (request(endpoint)) {
                endpoint.send(OK);
            }
        }));
        serve(backend);
        Peer[] clients = new Peer[many];
        for (int i = 0; i < many; i++) {
            clients[i] = client().send(GET);
        }
        for (Peer client : clients) {
            assertAnswered(client);
        }
        restart.countDown();
        assertTrue(left.await(10, TimeUnit.SECONDS));
        for (Peer client : clients) {
            assertAnswered(client.send(POST));
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** It answers once and dies: what rested is closed, and what comes then is accepted by nobody and reset. */
    @Test
    void anIdempotentRequestLeavesAnEndpointThatDies() throws Exception {
        Backend dying = backend(new Backend(endpoint -> {
            request(endpoint);
            if (connections.incrementAndGet() == 1) {
                endpoint.send(OK);
                request(endpoint);
            }
            endpoint.reset();
        }));
        Backend well = backend(Backend.answering(OK));
        apply(new TestConfig().http("web", 0).forward("/a", "up").upstream("up", dying.port(), well.port()));
        Peer client = client();
        while (connections.get() < 2) {
            assertAnswered(client.send(GET));
        }
        assertEquals(2, connections.get());
    }
}
