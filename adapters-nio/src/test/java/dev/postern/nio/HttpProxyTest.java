package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpProxyTest extends ProxyTest {
    private static final String GET = "GET /a/b?c HTTP/1.1\r\nHost: www.example\r\n\r\n";

    @Test
    void forwardsTheRequestRewrittenAndTellsAboutTheClient() throws IOException {
        apply(new TestConfig()
                .http("web", 0)
                .strip("/a", "up")
                .upstream("up", backend(Backend.echo()).port()));
        Peer client = client().send(GET);
        String seen = client.body(client.head());
        assertTrue(seen.startsWith("GET /b?c HTTP/1.1\r\nHost: www.example\r\n"), seen);
        assertTrue(seen.contains("X-Forwarded-For: 127.0.0.1\r\n"), seen);
        assertTrue(seen.contains("X-Forwarded-Prefix: /a\r\n"), seen);
        assertTrue(seen.contains("X-Request-Id: "), seen);
    }

    @Test
    void usesOneUpstreamConnectionForOneRequestAfterTheOther() throws IOException {
        Backend backend = backend(Backend.echo());
        serve(backend);
        Peer client = client();
        for (int i = 0; i < 20; i++) {
            client.send(GET);
            client.body(client.head());
        }
        assertEquals(1, backend.accepted());
    }

    @Test
    void answersPipelinedRequestsInTheirOrder() throws IOException {
        apply(new TestConfig()
                .http("web", 0)
                .strip("/a", "up")
                .respond("/own", "mine")
                .upstream("up", backend(Backend.echo()).port()));
        Peer client =
                client().send("GET /a/1 HTTP/1.1\r\nHost: x\r\n\r\nGET /own HTTP/1.1\r\nHost: x\r\n\r\n".repeat(100));
        for (int i = 0; i < 100; i++) {
            assertTrue(client.body(client.head()).startsWith("GET /1 "));
            assertEquals("mine", client.body(client.head()));
        }
    }

    @Test
    void aHeadMayComeByteByByte() throws IOException {
        serve(backend(Backend.echo()));
        Peer client = client();
        for (int i = 0; i < GET.length(); i++) {
            client.send(GET.substring(i, i + 1));
        }
        assertTrue(client.head().startsWith("HTTP/1.1 200 OK\r\n"));
    }

    @Test
    void aHeadMayOutgrowItsFirstBufferUpToTheLimit() throws IOException {
        serve(backend(Backend.echo()));
        Peer client = client();
        String large = "X-Large: " + "y".repeat(8000) + "\r\n";
        for (int i = 0; i < 3; i++) {
            client.send("GET /a HTTP/1.1\r\nHost: x\r\n" + large.repeat(3) + "X-Last: z\r\n\r\n");
            String seen = client.body(client.head());
            assertTrue(seen.contains(large.repeat(3) + "X-Last: z\r\n"), seen);
        }
        client.send("GET /a HTTP/1.1\r\nHost: x\r\n" + large.repeat(5) + "\r\n");
        assertTrue(client.rest().startsWith("HTTP/1.1 431 "));
    }

    @Test
    void anAnswersHeadMayOutgrowItsFirstBufferUpToTheLimit() throws IOException {
        String large = "X-Large: " + "y".repeat(8000) + "\r\n";
        serve(backend(Backend.answering("HTTP/1.1 200 OK\r\n" + large.repeat(7) + "Content-Length: 2\r\n\r\nhi")));
        Peer client = client();
        for (int i = 0; i < 2; i++) {
            assertTrue(client.send(GET).head().contains(large.repeat(7)));
            assertEquals("hi", client.read(2));
        }
        Backend larger = backend(Backend.answering("HTTP/1.1 200 OK\r\n" + large.repeat(9) + "\r\n"));
        apply(new TestConfig().http("web", 0).strip("/a", "up").upstream("up", larger.port()));
        assertTrue(client().send(GET).head().startsWith("HTTP/1.1 502 "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\nHost: x\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n",
            })
    void refusesWhatCouldBeReadTwoWaysAndCloses(String request) throws IOException {
        serve(backend(Backend.echo()));
        String answer = client().send(request).rest();
        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        assertTrue(answer.contains("\r\nConnection: close\r\n"), answer);
        assertTrue(answer.contains("\r\nX-Request-Id: "), answer);
    }

    @Test
    void tellsWhyThereIsNoAnswerInProxyStatusAndNeverWhere() throws IOException {
        int nobody = nobody();
        apply(new TestConfig().http("web", 0).forward("/a", "up").upstream("up", nobody));
        Peer client = client().send(GET);
        String head = client.head();
        String body = client.body(head);
        assertTrue(head.startsWith("HTTP/1.1 502 Bad Gateway\r\n"), head);
        assertTrue(head.contains("Proxy-Status: postern; error=connection_refused\r\n"), head);
        assertFalse((head + body).contains(Integer.toString(nobody)), head + body);
        client.send("GET /nowhere HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\n\r\n");
        head = client.head();
        assertTrue(head.startsWith("HTTP/1.1 404 Not Found\r\n"), head);
        assertTrue(client.body(head).startsWith("{\"status\":404,"), head);
    }

    @Test
    void goesToAnotherEndpointWhereConnectingFails() throws IOException {
        Backend alive = backend(Backend.echo());
        apply(new TestConfig().http("web", 0).forward("/a", "up").upstream("up", nobody(), alive.port(), nobody()));
        Peer client = client();
        for (int i = 0; i < 6; i++) {
            client.send(GET);
            String head = client.head();
            assertTrue(head.startsWith("HTTP/1.1 200 "), head);
            client.body(head);
        }
    }

    @Test
    void aPooledConnectionThatWasClosedCostsNoRequest() throws IOException {
        CountDownLatch second = new CountDownLatch(1);
        Backend backend = backend(new Backend(client -> {
            client.head();
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            if (second.getCount() > 0) {
                // Takes the second request and goes without a word, as a server does whose idle time was just up.
                client.head();
                second.countDown();
            }
        }));
        serve(backend);
        Peer client = client().send(GET);
        client.head();
        assertTrue(client.send(GET).head().startsWith("HTTP/1.1 200 OK"));
        assertEquals(2, backend.accepted());
    }

    @Test
    void whatMayNotBeDoneTwiceIsNotSentTwice() throws IOException {
        CountDownLatch answered = new CountDownLatch(1);
        Backend backend = backend(new Backend(client -> {
            client.head();
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            answered.countDown();
            client.head();
        }));
        serve(backend);
        Peer client = client().send(GET);
        client.head();
        String head = client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi")
                .head();
        assertTrue(head.startsWith("HTTP/1.1 502 "), head);
        assertEquals(1, backend.accepted());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\na",
                "HTTP/1.1 200 OK\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 999 What\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX : a\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\n\r\n",
            })
    void aBadAnswerBecomes502AndItsConnectionIsNotUsedAgain(String response) throws IOException {
        Backend backend = backend(Backend.answering(response));
        serve(backend);
        Peer client = client();
        for (int i = 1; i <= 2; i++) {
            String head = client.send(GET).head();
            assertTrue(head.startsWith("HTTP/1.1 502 "), head);
            client.body(head);
            assertEquals(i, backend.accepted());
        }
    }

    @Test
    void anAnswerThatBreaksOffCutsTheClientToo() throws IOException {
        serve(backend(new Backend(client -> {
            client.head();
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
        })));
        Peer client = client().send(GET);
        client.head();
        assertEquals("half", client.read(4));
        assertTrue(client.isClosed());
    }

    @Test
    void theBodyIsAskedForOnlyWhenTheUpstreamAsksForIt() throws IOException {
        CountDownLatch seen = new CountDownLatch(1);
        serve(backend(new Backend(client -> {
            client.head();
            seen.countDown();
            client.send("HTTP/1.1 100 Continue\r\n\r\n");
            String body = client.read(2);
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" + body);
        })));
        Peer client = client().send("POST /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
        assertEquals("HTTP/1.1 100 Continue\r\n\r\n", client.head());
        client.send("hi").head();
        assertEquals("hi", client.read(2));
    }

    @Test
    void endlessInterimResponsesAreABadAnswer() throws IOException {
        serve(backend(new Backend(client -> {
            client.head();
            for (int i = 0; i < 1000; i++) {
                client.send("HTTP/1.1 103 Early Hints\r\n\r\n");
            }
            client.isClosed();
        })));
        Peer client = client().send(GET);
        String head = client.head();
        int interims = 0;
        while (head.startsWith("HTTP/1.1 103 ")) {
            interims++;
            head = client.head();
        }
        assertTrue(head.startsWith("HTTP/1.1 502 "), head);
        assertTrue(interims <= 32, interims + " interim responses");
    }

    @Test
    void aClientThatGoesAwayTakesItsUpstreamRequestWithIt() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        serve(backend(new Backend(client -> {
            client.head();
            arrived.countDown();
            if (client.isClosed()) {
                cancelled.countDown();
            }
        })));
        Peer client = client().send(GET);
        assertTrue(arrived.await(10, TimeUnit.SECONDS));
        client.close();
        assertTrue(cancelled.await(10, TimeUnit.SECONDS));
    }

    @Test
    void anUpstreamThatTakesTooLongIs504() throws IOException {
        Backend backend = backend(new Backend(client -> {
            client.head();
            client.isClosed();
        }));
        apply(new TestConfig()
                .responseTimeout(Duration.ofMillis(100))
                .http("web", 0)
                .forward("/a", "up")
                .upstream("up", backend.port()));
        String head = client().send(GET).head();
        assertTrue(head.startsWith("HTTP/1.1 504 "), head);
    }

    @Test
    void aHeadThatTakesTooLongIs408HoweverItDribbles() throws IOException {
        apply(new TestConfig()
                .headerTimeout(Duration.ofMillis(300))
                .http("web", 0)
                .respond("/", "hello"));
        Peer client = client();
        long began = System.nanoTime();
        AtomicReference<String> answer = new AtomicReference<>("");
        Thread reader = Thread.ofVirtual().start(() -> {
            try {
                answer.set(client.rest());
            } catch (IOException e) {
                answer.set(e.toString());
            }
        });
        try {
            client.send("GET / HTTP/1.1\r\n");
            while (reader.isAlive() && System.nanoTime() - began < 5_000_000_000L) {
                client.send("X-More: x\r\n");
                LockSupport.parkNanos(20_000_000);
            }
        } catch (IOException e) {
            // The proxy has closed: that is what this test waits for.
        }
        eventually("the reader is done", () -> !reader.isAlive());
        assertTrue(answer.get().startsWith("HTTP/1.1 408 "), answer.get());
        assertTrue(System.nanoTime() - began < 4_000_000_000L);
    }
}
