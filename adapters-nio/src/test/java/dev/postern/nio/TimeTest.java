package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What happens when time passes, to a client and to the endpoint that it was sent to. */
class TimeTest extends HandTurnedTest {
    @Test
    void aHeadThatDripsIsRefusedAfterItsTimeHoweverOftenAByteComes() throws IOException {
        HandTurned proxy = proxy(config().respond("/a", "abc"));
        Peer client = client(proxy);
        for (int i = 0; i < 9; i++) {
            client.send(GET.substring(i, i + 1));
            proxy.pass(SECOND);
            assertFalse(HandTurned.hasBytes(client), "after " + i + " s");
        }
        client.send("x");
        proxy.pass(Duration.ofSeconds(2));
        assertTrue(proxy.answer(client).startsWith("HTTP/1.1 408 "));
    }

    @Test
    void theTimeOfAHeadBeginsAnewWithEachRequest() throws IOException {
        HandTurned proxy = proxy(config().respond("/a", "abc"));
        Peer client = client(proxy);
        for (int i = 0; i < 3; i++) {
            client.send(GET.substring(0, 10));
            proxy.pass(Duration.ofSeconds(8));
            client.send(GET.substring(10));
            assertTrue(proxy.answer(client).startsWith("HTTP/1.1 200 "));
            client.read(3);
        }
    }

    @Test
    void aClientThatSaysNothingLeavesAfterTheIdleTime() throws IOException {
        HandTurned proxy = proxy(config().respond("/a", "abc"));
        Peer client = client(proxy);
        client.send(GET);
        proxy.answer(client);
        client.read(3);
        proxy.pass(Duration.ofSeconds(59));
        assertEquals(1, proxy.worker.open());
        proxy.pass(Duration.ofSeconds(2));
        assertEquals(0, proxy.worker.open());
        assertTrue(client.isClosed());
    }

    @Test
    void aBodyMayTakeLongButMustNotPause() throws IOException {
        HandTurned proxy = proxy(config().forward("/a", "up").upstream("up", silent().port()));
        Peer client = client(proxy);
        client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n");
        proxy.turnUntil("the request goes on", () -> proxy.worker.buffers().onLoan() > 0);
        for (int i = 0; i < 8; i++) {
            proxy.pass(Duration.ofSeconds(4));
            client.send("x");
            proxy.turn();
            assertFalse(HandTurned.hasBytes(client), "after " + i);
        }
        proxy.pass(Duration.ofSeconds(6));
        assertTrue(proxy.answer(client).startsWith("HTTP/1.1 408 "));
    }

    @Test
    void aClientThatWasAskedForItsBodyAndSendsNothingIsThe408() throws IOException {
        Backend asking = closing(new Backend(client -> {
            client.head();
            client.send("HTTP/1.1 100 Continue\r\n\r\n");
            client.rest();
        }));
        HandTurned proxy =
                proxy(config().responseTimeout(SECOND).forward("/a", "up").upstream("up", asking.port()));
        Peer client = client(proxy);
        client.send("POST /a HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n");
        assertEquals("HTTP/1.1 100 Continue\r\n\r\n", proxy.answer(client));
        proxy.pass(Duration.ofMillis(4900));
        assertFalse(HandTurned.hasBytes(client));
        proxy.pass(Duration.ofMillis(200));
        assertTrue(proxy.answer(client).startsWith("HTTP/1.1 408 "));
    }

    @Test
    void theTimeOfARouteEndsTheWaitForAnAnswer() throws IOException {
        HandTurned proxy = proxy(config().routeTimeout(Duration.ofSeconds(20))
                .forward("/a", "up")
                .upstream("up", silent().port()));
        Peer client = client(proxy);
        client.send(GET);
        proxy.pass(Duration.ofSeconds(19));
        assertFalse(HandTurned.hasBytes(client));
        proxy.pass(Duration.ofSeconds(2));
        String head = proxy.answer(client);
        assertTrue(head.startsWith("HTTP/1.1 504 "), head);
        assertTrue(head.contains("error=http_response_timeout"), head);
    }

    @Test
    void aRouteMayWaitLessForAnAnswerThanItsUpstream() throws IOException {
        HandTurned proxy = proxy(config().routeTimeout(Duration.ofSeconds(100))
                .timeouts(times(Duration.ofSeconds(5), SECOND, SECOND))
                .forward("/a", "up")
                .upstream("up", silent().port()));
        Peer client = client(proxy);
        client.send(GET);
        proxy.pass(Duration.ofMillis(4900));
        assertFalse(HandTurned.hasBytes(client));
        proxy.pass(Duration.ofMillis(200));
        assertTrue(proxy.answer(client).startsWith("HTTP/1.1 504 "));
    }

    /** Answers with a head and a byte, then with one more each time it is asked to. */
    private Backend dripping(Semaphore drops) throws IOException {
        return closing(new Backend(client -> {
            client.head();
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n0");
            while (true) {
                drops.acquireUninterruptibly();
                client.send("1");
            }
        }));
    }

    @Test
    void anAnswerMayTakeLongButMustNotPause() throws IOException {
        Semaphore drops = new Semaphore(0);
        HandTurned proxy = proxy(config().responseBodyTimeout(Duration.ofSeconds(20))
                .forward("/a", "up")
                .upstream("up", dripping(drops).port()));
        Peer client = client(proxy);
        client.send(GET);
        proxy.answer(client);
        client.read(1);
        for (int i = 0; i < 5; i++) {
            proxy.pass(Duration.ofSeconds(19));
            drops.release();
            proxy.turnUntil("goes on", () -> HandTurned.hasBytes(client));
            assertEquals("1", client.read(1));
        }
        proxy.pass(Duration.ofMillis(19_900));
        assertEquals(1, proxy.worker.open());
        proxy.pass(Duration.ofMillis(200));
        assertEquals(0, proxy.worker.open(), "cut, so that the client sees that it is not whole");
        assertTrue(client.isClosed());
        drops.release(1000);
    }

    @Test
    void aRouteMayLetAnswersPause() throws IOException {
        Semaphore drops = new Semaphore(0);
        HandTurned proxy = proxy(config().responseBodyTimeout(SECOND)
                .routeTimeout(Duration.ofSeconds(7))
                .timeouts(times(SECOND, Duration.ZERO, SECOND))
                .forward("/a", "up")
                .upstream("up", dripping(drops).port()));
        Peer client = client(proxy);
        client.send(GET);
        proxy.answer(client);
        client.read(1);
        proxy.pass(Duration.ofHours(2));
        drops.release();
        proxy.turnUntil("goes on", () -> HandTurned.hasBytes(client));
        client.close();
        proxy.turnUntil("gone", () -> proxy.worker.open() == 0);
        drops.release(1000);
    }

    @Test
    void aClientThatReadsSlowlyIsNotHeldAgainstTheEndpoint() throws IOException {
        AtomicInteger refusals = new AtomicInteger();
        HandTurned proxy = proxy(config().responseBodyTimeout(SECOND)
                .forward("/a", "up")
                .upstream("up", flooding(refusals).port()));
        SocketChannel client = closing(slowReader(proxy));
        client.write(ByteBuffer.wrap(GET.getBytes(StandardCharsets.US_ASCII)));
        for (int i = 0; i < 40; i++) {
            // why: a client that was full may take more yet, and while the endpoint's next bytes are on their way it is
            // the endpoint's time that runs.
            refusals.set(0);
            proxy.turnUntil("full, up to the endpoint", () -> refusals.get() >= 3);
            proxy.pass(Duration.ofMillis(100));
            assertEquals(1, proxy.worker.open(), "after " + i + " tenths of a second");
        }
    }

    /** Answers with more than anybody takes, and counts how often its socket is full, once a millisecond. */
    private Backend flooding(AtomicInteger refusals) throws IOException {
        ServerSocketChannel server =
                closing(ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        return closing(new Backend(server.socket(), client -> {
            client.head();
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n");
            SocketChannel channel = client.socket().getChannel();
            channel.configureBlocking(false);
            ByteBuffer data = ByteBuffer.allocateDirect(64 * 1024);
            try {
                while (true) {
                    if (channel.write(data.clear()) == 0) {
                        refusals.incrementAndGet();
                        LockSupport.parkNanos(1_000_000);
                    }
                }
            } catch (IOException e) {
                // The test is over.
            }
        }));
    }

    @Test
    void anAnswerThatBeganBeforeItsRequestWasCompleteIsNotTimedAsIfItHadNot() throws IOException {
        Backend backend = closing(new Backend(client -> {
            client.head();
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n0");
            client.rest();
        }));
        HandTurned proxy = proxy(config().routeTimeout(Duration.ofSeconds(7))
                .timeouts(times(SECOND, Duration.ZERO, SECOND))
                .forward("/a", "up")
                .upstream("up", backend.port()));
        Peer client = client(proxy);
        client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\na");
        proxy.answer(client);
        client.send("b");
        proxy.pass(Duration.ofSeconds(50));
        assertEquals(1, proxy.worker.open());
    }

    @Test
    void theTimeOfARouteLeavesTheStreamingOfBodiesOut() throws IOException {
        Backend backend = closing(new Backend(client -> {
            client.head();
            client.read(5);
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\na");
            client.rest();
        }));
        HandTurned proxy = proxy(
                config().routeTimeout(Duration.ofSeconds(6)).forward("/a", "up").upstream("up", backend.port()));
        Peer client = client(proxy);
        client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n");
        proxy.turnUntil("connected", () -> backend.accepted() == 1);
        proxy.pass(Duration.ofMillis(100));
        for (int i = 0; i < 5; i++) {
            proxy.pass(Duration.ofSeconds(4));
            client.send("x");
        }
        assertTrue(proxy.answer(client).startsWith("HTTP/1.1 200 "));
        assertEquals("a", client.read(1));
        proxy.pass(Duration.ofSeconds(60));
        assertEquals(1, proxy.worker.open(), "the rest of the answer may take its time");
    }

    private Backend endless(AtomicInteger gone) throws IOException {
        return closing(new Backend(client -> {
            client.head();
            byte[] data = new byte[64 * 1024];
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n");
            try {
                while (true) {
                    client.send(data);
                }
            } finally {
                gone.incrementAndGet();
            }
        }));
    }

    @Test
    void aClientThatDoesNotReadIsCutAndItsUpstreamWithIt() throws IOException {
        AtomicInteger gone = new AtomicInteger();
        HandTurned proxy =
                proxy(config().forward("/a", "up").upstream("up", endless(gone).port()));
        SocketChannel client = closing(slowReader(proxy));
        client.write(ByteBuffer.wrap(GET.getBytes(StandardCharsets.US_ASCII)));
        proxy.turnUntil("stuck", () -> proxy.worker.buffers().onLoan() > 0);
        for (int i = 0; i < 20; i++) {
            proxy.pass(Duration.ofMillis(200));
        }
        proxy.turnUntil("cut", () -> {
            proxy.pass(SECOND);
            return proxy.worker.open() == 0;
        });
        proxy.turnUntil("the upstream hears of it", () -> gone.get() == 1);
    }

    @Test
    void aClientThatReadsSlowlyButSteadilyIsNotCut() throws IOException {
        AtomicInteger gone = new AtomicInteger();
        HandTurned proxy =
                proxy(config().forward("/a", "up").upstream("up", endless(gone).port()));
        SocketChannel client = closing(slowReader(proxy));
        client.write(ByteBuffer.wrap(GET.getBytes(StandardCharsets.US_ASCII)));
        client.configureBlocking(false);
        ByteBuffer some = ByteBuffer.allocate(16 * 1024);
        for (int i = 0; i < 200; i++) {
            proxy.turnUntil("something to read", () -> read(client, some.clear()) > 0);
            proxy.pass(SECOND);
            assertEquals(1, proxy.worker.open(), "after " + i + " s");
        }
        assertEquals(0, gone.get());
    }

    @Test
    void idleClientsLeaveOneAfterTheOther() throws IOException {
        HandTurned proxy = proxy(config().respond("/a", "abc"));
        for (int i = 0; i < 20; i++) {
            Peer client = client(proxy);
            client.send(GET);
            proxy.answer(client);
            client.read(3);
        }
        proxy.worker.drain(Duration.ofSeconds(15).toNanos());
        proxy.pass(Duration.ofMillis(20));
        int left = proxy.worker.open();
        assertTrue(left > 5 && left < 20, left + " left");
        proxy.pass(Duration.ofMillis(50));
        assertEquals(0, proxy.worker.open());
    }

    @Test
    void theTimeToLeaveIsShortenedToWhatThereIs() throws IOException {
        HandTurned proxy = proxy(config().respond("/a", "abc"));
        for (int i = 0; i < 100; i++) {
            Peer client = client(proxy);
            client.send(GET);
            proxy.answer(client);
        }
        proxy.worker.drain(Duration.ofMillis(50).toNanos());
        proxy.pass(Duration.ofMillis(80));
        assertEquals(0, proxy.worker.open());
    }

    @Test
    void aRequestThatComesBeforeIsAnsweredAndTheLast() throws IOException {
        HandTurned proxy = proxy(config().respond("/a", "abc"));
        List<Peer> clients = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Peer client = client(proxy);
            client.send(GET);
            proxy.answer(client);
            client.read(3);
            clients.add(client);
        }
        proxy.worker.drain(Duration.ofSeconds(15).toNanos());
        for (Peer client : clients) {
            client.send(GET);
        }
        for (Peer client : clients) {
            String head = proxy.answer(client);
            assertTrue(head.contains("Connection: close\r\n"), head);
            assertEquals("abc", client.rest());
        }
        assertEquals(0, proxy.worker.open());
    }

    @Test
    void whoHasJustComeIsGivenTimeToAsk() throws IOException {
        HandTurned proxy = proxy(config().respond("/a", "abc"));
        Peer client = client(proxy);
        proxy.worker.drain(Duration.ofSeconds(15).toNanos());
        proxy.pass(Duration.ofMillis(500));
        client.send(GET);
        assertTrue(proxy.answer(client).startsWith("HTTP/1.1 200 "));
        Peer mute = client(proxy);
        assertTrue(mute.isClosed(), "nobody is taken any more");
    }
}
