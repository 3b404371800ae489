package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.Address;
import dev.postern.domain.config.ListenerConfig;
import dev.postern.ports.traffic.CannotListenException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LifecycleTest extends ProxyTest {
    private static final String GET = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";

    @Test
    void aChangeReachesConnectionsThatAreOpenAndCutsNone() throws IOException {
        int port = freePort();
        apply(new TestConfig().http("web", port).respond("/a", "one"));
        Peer client = client();
        assertEquals("one", body(client));
        apply(new TestConfig().http("web", port).respond("/a", "two"));
        assertEquals("two", body(client));
    }

    private static String body(Peer client) throws IOException {
        client.send(GET).head();
        return client.read(3);
    }

    @Test
    void aRequestUnderWayFinishesThoughItsRouteAndUpstreamAreGone() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Backend backend = backend(new Backend(client -> {
            client.head();
            arrived.countDown();
            await(goOn);
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfinal");
        }));
        int port = freePort();
        apply(new TestConfig().http("web", port).forward("/a", "up").upstream("up", backend.port()));
        Peer client = client().send(GET);
        await(arrived);
        apply(new TestConfig().http("web", port).respond("/b", "other"));
        goOn.countDown();
        assertTrue(client.head().startsWith("HTTP/1.1 200 "));
        assertEquals("final", client.read(5));
        assertTrue(client.send(GET).head().startsWith("HTTP/1.1 404 "));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void severalListenersMayAskForAnyPort() throws IOException {
        TestConfig both = new TestConfig().http("web", 0).http("other", 0).respond("/a", "abc");
        apply(both);
        int other = port("other");
        assertNotEquals(port("web"), other);
        Peer client = closing(Peer.to(other));
        assertEquals("abc", body(client));
        apply(new TestConfig().http("other", 0).respond("/a", "def"));
        assertEquals(other, port("other"));
        assertEquals("def", body(client));
    }

    @Test
    void listenersComeAndGo() throws IOException {
        apply(new TestConfig().http("one", 0).respond("/a", "abc"));
        int first = port("one");
        Peer staying = closing(Peer.to(first));
        assertEquals("abc", body(staying));
        apply(new TestConfig().http("two", 0).respond("/a", "def"));
        assertEquals("def", body(closing(Peer.to(port("two")))));
        assertTrue(staying.isClosed(), "an idle connection of a listener that has gone");
        eventually("nobody listens", () -> {
            try {
                Peer.to(first).close();
                return false;
            } catch (ConnectException e) {
                return true;
            } catch (IOException e) {
                return false;
            }
        });
    }

    @Test
    void whatCannotListenChangesNothing() throws IOException {
        int port = freePort();
        apply(new TestConfig().http("web", port).respond("/a", "old"));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            TestConfig bad = new TestConfig()
                    .http("web", port)
                    .http("extra", taken.getLocalPort())
                    .respond("/a", "new");
            CannotListenException refused =
                    assertThrows(CannotListenException.class, () -> transport.apply(bad.compile(Optional.empty())));
            assertEquals(
                    "listener extra can't listen at 127.0.0.1:" + taken.getLocalPort()
                            + ": the address is in use by another program",
                    refused.reasons().getFirst());
        }
        assertEquals("old", body(client()));
    }

    @Test
    void connectionsAboveTheLimitWaitUntilOneCloses() throws IOException {
        apply(new TestConfig().maxConnections(2).http("web", 0).respond("/a", "abc"));
        Peer first = client();
        Peer second = client();
        assertEquals("abc", body(first));
        assertEquals("abc", body(second));
        Peer third = client().send(GET);
        third.socket().setSoTimeout(300);
        assertThrows(java.net.SocketTimeoutException.class, third::head);
        first.close();
        third.socket().setSoTimeout(10_000);
        assertTrue(third.head().startsWith("HTTP/1.1 200 "));
    }

    @Test
    void listensAtAndConnectsToUnixDomainSockets(@TempDir Path folder) throws IOException {
        Path socket = folder.resolve("proxy.sock");
        TestConfig config = new TestConfig()
                .listener("web", Address.unix(socket.toString()), ListenerConfig.Protocol.HTTP, Optional.empty())
                .respond("/a", "abc");
        apply(config);
        try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            client.connect(UnixDomainSocketAddress.of(socket));
            client.write(ByteBuffer.wrap(GET.getBytes(StandardCharsets.ISO_8859_1)));
            ByteBuffer answer = ByteBuffer.allocate(1000);
            client.read(answer);
            assertTrue(new String(answer.array(), StandardCharsets.ISO_8859_1).startsWith("HTTP/1.1 200 "));
        }
        transport.drain(Duration.ofSeconds(1));
        assertTrue(Files.notExists(socket), "the socket's file is taken away");
    }
}
