package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.Address;
import dev.postern.domain.config.ListenerConfig;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that change their protocol: WebSocket and any other. */
class UpgradeTest extends ProxyTest {
    private static final String ASK = String.join(
            "\r\n",
            "GET /a HTTP/1.1",
            "Host: x",
            "Connection: keep-alive, Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Key: abc",
            "",
            "");
    private static final String SWITCH = String.join(
            "\r\n",
            "HTTP/1.1 101 Switching Protocols",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Accept: def",
            "",
            "");

    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    private String next() throws InterruptedException {
        String next = seen.poll(10, TimeUnit.SECONDS);
        assertTrue(next != null, "nothing arrived");
        return next;
    }

    /** Switches, and sends back what it gets, until the other side ends. */
    private Backend echo() throws IOException {
        return new Backend(client -> {
            seen.add(client.head());
            client.send(SWITCH);
            InputStream in = client.socket().getInputStream();
            byte[] some = new byte[8192];
            for (int n = in.read(some); n >= 0; n = in.read(some)) {
                client.send(Arrays.copyOf(some, n));
            }
            seen.add("end");
        });
    }

    private Peer tunnel() throws IOException {
        Peer client = client().send(ASK);
        String head = client.head();
        assertTrue(head.startsWith("HTTP/1.1 101 Switching Protocols\r\n"), head);
        return client;
    }

    @Test
    void bothSidesHearOfTheProtocolAndTalkFreely() throws Exception {
        serve(backend(echo()));
        Peer client = client().send(ASK);
        String head = client.head();
        assertTrue(head.startsWith("HTTP/1.1 101 Switching Protocols\r\n"), head);
        assertTrue(head.contains("Connection: Upgrade\r\nUpgrade: websocket\r\n"), head);
        assertTrue(head.contains("Sec-WebSocket-Accept: def\r\n"), head);
        assertFalse(head.contains("Content-Length") || head.contains("chunked"), head);
        String request = next();
        assertTrue(request.contains("Connection: Upgrade\r\nUpgrade: websocket\r\n"), request);
        assertTrue(request.contains("Sec-WebSocket-Key: abc\r\n"), request);
        for (int i = 0; i < 10; i++) {
            assertEquals("ping " + i, client.send("ping " + i).read(6));
        }
        client.shutdownOutput();
        assertEquals("", client.rest());
        assertEquals("end", next());
    }

    @Test
    void whatComesEarlyBehindEitherHeadIsNotLost() throws Exception {
        serve(backend(new Backend(client -> {
            client.head();
            client.send(SWITCH + "early server");
            seen.add(client.read(12));
            client.send(" late server");
            client.shutdownOutput();
            seen.add(client.rest());
        })));
        Peer client = client().send(ASK + "early client");
        client.head();
        assertEquals("early server late server", client.rest());
        client.send("late client").shutdownOutput();
        assertEquals("early client", next());
        assertEquals("late client", next());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Content-Length: 4\r\n\r\nbody", "Transfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n"})
    void aRequestWithABodyMayAskForIt(String body) throws Exception {
        serve(backend(new Backend(client -> {
            String head = client.head();
            seen.add(head.contains("chunked") ? client.readThrough("0\r\n\r\n") : client.read(4));
            client.send(SWITCH + "hello");
            seen.add(client.read(5));
        })));
        Peer client = client().send(ASK.substring(0, ASK.length() - 2) + body + "early");
        client.head();
        assertEquals("hello", client.read(5));
        assertTrue(next().contains("body"));
        assertEquals("early", next());
        assertTrue(client.isClosed());
    }

    @Test
    void aSwitchBeforeTheRequestIsCompleteIs502() throws IOException {
        serve(backend(new Backend(client -> {
            client.head();
            client.send(SWITCH);
            client.rest();
        })));
        Peer client = client().send(ASK.substring(0, ASK.length() - 2) + "Content-Length: 10\r\n\r\nhalf");
        assertTrue(client.head().startsWith("HTTP/1.1 502 "));
    }

    @Test
    void anotherAnswerIsRelayedAndTheConnectionGoesOn() throws IOException {
        serve(backend(Backend.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nno")));
        Peer client = client();
        for (int i = 0; i < 3; i++) {
            client.send(ASK);
            assertTrue(client.head().startsWith("HTTP/1.1 200 OK\r\n"));
            assertEquals("no", client.read(2));
        }
    }

    @Test
    void anAnswerThatWantsAnUpgradeSaysToWhat() throws IOException {
        serve(
                backend(
                        Backend.answering(
                                "HTTP/1.1 426 Upgrade Required\r\nConnection: upgrade\r\nUpgrade: foo/2\r\nContent-Length: 0\r\n\r\n")));
        String head = client().send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n").head();
        assertTrue(head.contains("Connection: Upgrade\r\nUpgrade: foo/2\r\n"), head);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "websocket     | foo/2            | 502",
                "foo/2, bar    | bar              | 101",
                "WebSocket     | websocket        | 101",
                "websocket     | websocket, foo/2 | 502",
                "websocket     | ''               | 502",
                "h2c           | h2c              | 502",
                "h2c, foo      | foo              | 101",
                "h2c, foo      | h2c              | 502",
                "''            | websocket        | 502",
            })
    void onlyWhatWasOfferedIsSwitchedTo(String offered, String answered, String status) throws IOException {
        serve(backend(new Backend(client -> {
            client.head();
            String field = answered.isEmpty() ? "" : "Upgrade: " + answered + "\r\n";
            client.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n" + field + "\r\n");
            client.rest();
        })));
        String field = offered.isEmpty() ? "" : "Upgrade: " + offered + "\r\nConnection: upgrade\r\n";
        String head =
                client().send("GET /a HTTP/1.1\r\nHost: x\r\n" + field + "\r\n").head();
        assertTrue(head.startsWith("HTTP/1.1 " + status + " "), head);
        assertEquals(status.equals("502"), head.contains("Proxy-Status: "), head);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /a HTTP/1.0\r\nConnection: upgrade, keep-alive\r\nUpgrade: websocket\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AA\r\n\r\n",
            })
    void whatAsksForNothingIsForwardedAsAnOrdinaryRequest(String request) throws IOException {
        serve(backend(Backend.echo()));
        Peer client = client().send(request);
        String head = client.head();
        String sent = client.readThrough("\r\n\r\n");
        assertTrue(head.startsWith("HTTP/1.1 200 "), head);
        assertFalse(sent.contains("pgrade") || sent.contains("HTTP2"), sent);
    }

    @Test
    void severalProtocolsAreOfferedOnButHttp2() throws Exception {
        serve(backend(Backend.echo()));
        Peer client = client().send(
                        "GET /a HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: foo/2, h2c\r\nUpgrade: ,bar\r\n\r\n");
        client.head();
        String sent = client.readThrough("\r\n\r\n");
        assertTrue(sent.contains("Upgrade: foo/2, bar\r\n"), sent);
    }

    @Test
    void aClientThatResetsEndsTheUpstreamSide() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        serve(backend(new Backend(client -> {
            client.head();
            client.send(SWITCH);
            if (client.isClosed()) {
                ended.countDown();
            }
        })));
        tunnel().reset();
        assertTrue(ended.await(10, TimeUnit.SECONDS));
    }

    @Test
    void anUpstreamThatResetsEndsTheClientsSide() throws Exception {
        serve(backend(new Backend(client -> {
            client.head();
            client.send(SWITCH);
            client.read(1);
            client.reset();
        })));
        assertTrue(tunnel().send("x").isClosed());
    }

    @Test
    void aTunnelsConnectionIsNeverPooled() throws Exception {
        Backend backend = backend(echo());
        serve(backend);
        for (int i = 1; i <= 3; i++) {
            Peer client = tunnel();
            client.shutdownOutput();
            assertEquals("", client.rest());
            assertEquals(i, backend.accepted());
        }
    }

    @Test
    void aDrainLetsTunnelsGoOnUntilTheirEnd() throws Exception {
        serve(backend(echo()));
        Peer client = tunnel();
        Thread draining = Thread.ofVirtual().start(() -> transport.drain(Duration.ofSeconds(20)));
        for (int i = 0; i < 5; i++) {
            assertEquals("on", client.send("on").read(2));
        }
        assertTrue(draining.isAlive());
        client.shutdownOutput();
        assertEquals("", client.rest());
        assertTrue(draining.join(Duration.ofSeconds(10)));
    }

    @Test
    void aSlowReaderInATunnelSlowsTheWriterEitherWay() throws Exception {
        int size = 40_000_000;
        CountDownLatch go = new CountDownLatch(1);
        serve(backend(new Backend(client -> {
            client.head();
            client.send(SWITCH);
            Thread writing = Thread.ofVirtual().start(() -> {
                try {
                    client.send(new byte[size]);
                    client.shutdownOutput();
                } catch (IOException e) {
                    seen.add(e.toString());
                }
            });
            try {
                go.await();
                seen.add(Integer.toString(client.rest().length()));
                writing.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        })));
        Peer client = tunnel();
        Thread writing = Thread.ofVirtual().start(() -> {
            try {
                client.send(new byte[size]);
                client.shutdownOutput();
            } catch (IOException e) {
                seen.add(e.toString());
            }
        });
        eventually("both ways wait", () -> transport.buffersOnLoan() == 2);
        assertTrue(writing.isAlive());
        go.countDown();
        assertEquals(size, client.rest().length());
        assertEquals(Integer.toString(size), next());
        writing.join();
    }

    @Test
    void aChangeOfTheConfigurationLeavesTunnelsAlone() throws Exception {
        serve(backend(echo()));
        Peer client = tunnel();
        apply(new TestConfig().http("web", 0).respond("/", "other"));
        assertEquals("on", client.send("on").read(2));
        apply(new TestConfig()
                .listener("elsewhere", new Address("0.0.0.0", 0), ListenerConfig.Protocol.HTTP, Optional.empty())
                .respond("/", "other"));
        assertEquals("on", client.send("on").read(2));
    }
}
