package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.HedgeConfig;
import dev.postern.domain.config.HttpConfig;
import dev.postern.domain.config.Percent;
import dev.postern.domain.config.RetryConfig;
import dev.postern.domain.config.Size;
import dev.postern.domain.config.TimeoutsConfig;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens when time passes: by a clock set by hand, so that no machine is too slow for it. */
@Timeout(60)
class TimeTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String GET = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";

    private final List<AutoCloseable> closing = new ArrayList<>();

    private <T extends AutoCloseable> T closing(T resource) {
        closing.addFirst(resource);
        return resource;
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        for (AutoCloseable each : closing) {
            each.close();
            if (each instanceof HandTurned turned) {
                assertEquals(0, turned.worker.buffers().onLoan(), "buffers on loan");
                assertEquals(0, turned.worker.open(), "connections");
            }
        }
    }

    /** Head within 10 s, 5 s between two parts of a body, 60 s between requests. */
    private static TestConfig config() {
        return new TestConfig()
                .limits(new HttpConfig(
                        new Size(32 * 1024),
                        100,
                        new Size(0),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(5),
                        0))
                .responseTimeout(Duration.ofSeconds(1000))
                .http("web", 0);
    }

    private HandTurned proxy(TestConfig config) throws IOException {
        return closing(new HandTurned(config));
    }

    private Peer client(HandTurned proxy) throws IOException {
        return closing(proxy.client());
    }

    /** Reads requests and never answers. */
    private Backend silent() throws IOException {
        return closing(new Backend(client -> {
            while (client.socket().getInputStream().read() >= 0) {
                // Goes on reading.
            }
        }));
    }

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

    private static TimeoutsConfig times(Duration response, Duration body, Duration tunnel) {
        return new TimeoutsConfig(Optional.of(response), Optional.of(body), tunnel, Optional.of("X-Left"));
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

    @Test
    void theEndpointIsToldHowMuchTimeIsLeftAndNotByTheClient() throws IOException {
        CopyOnWriteArrayList<String> heads = new CopyOnWriteArrayList<>();
        Backend backend = closing(new Backend(client -> {
            heads.add(client.head());
            client.rest();
        }));
        HandTurned proxy = proxy(config().routeTimeout(Duration.ofSeconds(7))
                .timeouts(times(SECOND, SECOND, SECOND))
                .retry(retry("timeout"))
                .forward("/a", "up")
                .upstream("up", backend.port()));
        Peer client = client(proxy);
        client.send(GET.replace("Host", "x-left: 99\r\nHost"));
        proxy.turnUntil("asked", () -> heads.size() == 1);
        assertTrue(heads.getFirst().contains("\r\nX-Left: 5000\r\n"), heads::toString);
        assertFalse(heads.getFirst().contains("99"), heads::toString);
        proxy.pass(Duration.ofMillis(1100));
        proxy.turnUntil("asked again", () -> heads.size() == 2);
        proxy.pass(Duration.ofMillis(1100));
        proxy.turnUntil("asked again", () -> heads.size() == 3);
        String millis = heads.get(2).replaceAll("(?s).*X-Left: (\\d+).*", "$1");
        assertTrue(Integer.parseInt(millis) > 4700 && Integer.parseInt(millis) < 5000, heads::toString);
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
        AtomicInteger gone = new AtomicInteger();
        HandTurned proxy = proxy(config().responseBodyTimeout(SECOND)
                .forward("/a", "up")
                .upstream("up", endless(gone).port()));
        SocketChannel client = closing(slowReader(proxy));
        client.write(ByteBuffer.wrap(GET.getBytes(StandardCharsets.US_ASCII)));
        proxy.turnUntil("stuck", () -> proxy.worker.buffers().onLoan() > 0);
        for (int i = 0; i < 40; i++) {
            proxy.pass(Duration.ofMillis(100));
        }
        assertEquals(0, gone.get());
        assertEquals(1, proxy.worker.open());
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
    void aTunnelMayBeSilentForAsLongAsItsRouteSays() throws IOException {
        Backend backend = closing(new Backend(client -> {
            client.head();
            client.send("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: chat\r\n\r\n");
            client.rest();
        }));
        HandTurned proxy = proxy(config().routeTimeout(Duration.ofSeconds(7))
                .timeouts(times(SECOND, SECOND, Duration.ofMinutes(2)))
                .forward("/a", "up")
                .upstream("up", backend.port()));
        Peer client = client(proxy);
        client.send(GET.replace("Host", "Connection: upgrade\r\nUpgrade: chat\r\nHost"));
        proxy.answer(client);
        proxy.pass(Duration.ofSeconds(119));
        assertEquals(1, proxy.worker.open());
        proxy.pass(Duration.ofSeconds(2));
        assertEquals(0, proxy.worker.open());
    }

    private static RetryConfig retry(String on) {
        return new RetryConfig(
                3,
                List.of(on),
                Optional.of(Duration.ofSeconds(5)),
                List.of("GET", "PUT"),
                new Size(1024),
                Optional.empty());
    }

    @Test
    void aTryThatTakesTooLongIsFollowedByAnother() throws IOException {
        Backend well = closing(Backend.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        Backend silent = silent();
        HandTurned proxy =
                proxy(config().retry(retry("timeout")).forward("/a", "up").upstream("up", silent.port(), well.port()));
        Peer client = client(proxy);
        client.send(GET);
        proxy.turnUntil("asked", () -> silent.accepted() == 1);
        proxy.pass(Duration.ofMillis(4900));
        assertFalse(HandTurned.hasBytes(client));
        assertEquals(0, well.accepted());
        proxy.pass(Duration.ofMillis(200));
        assertTrue(proxy.answer(client).startsWith("HTTP/1.1 200 "));
    }

    @Test
    void theLastTryEndsInItsTimeToo() throws IOException {
        HandTurned proxy =
                proxy(config().retry(retry("timeout")).forward("/a", "up").upstream("up", silent().port()));
        Peer client = client(proxy);
        client.send(GET);
        proxy.pass(Duration.ofMillis(14_900));
        assertFalse(HandTurned.hasBytes(client));
        proxy.pass(Duration.ofMillis(500));
        assertTrue(proxy.answer(client).startsWith("HTTP/1.1 504 "));
    }

    @Test
    void theTimeOfATryBeginsAnewWithEachPartOfABody() throws IOException {
        Backend silent = silent();
        HandTurned proxy =
                proxy(config().retry(retry("timeout")).forward("/a", "up").upstream("up", silent.port()));
        Peer client = client(proxy);
        client.send("PUT /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n");
        proxy.turnUntil("connected", () -> silent.accepted() == 1);
        for (int i = 0; i < 5; i++) {
            proxy.pass(Duration.ofSeconds(4));
            client.send("x");
        }
        proxy.pass(Duration.ofSeconds(4));
        assertEquals(1, silent.accepted());
        proxy.pass(Duration.ofSeconds(2));
        proxy.turnUntil("again", () -> silent.accepted() == 2);
    }

    private static RetryConfig hedge(int percentile) {
        HedgeConfig hedge = new HedgeConfig(
                Optional.of(SECOND), percentile == 0 ? Optional.empty() : Optional.of(new Percent(percentile)));
        return new RetryConfig(
                3, List.of("reset", "503"), Optional.empty(), List.of("GET"), new Size(0), Optional.of(hedge));
    }

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    /** Answers when it is told to, and tells who has left. */
    private Backend slow(Semaphore answers, AtomicInteger left, String answer) throws IOException {
        return closing(new Backend(client -> {
            while (!client.head().isEmpty()) {
                answers.acquireUninterruptibly();
                client.send(answer);
            }
            left.incrementAndGet();
        }));
    }

    private HandTurned hedged(int percentile, Backend... backends) throws IOException {
        return proxy(config().retry(hedge(percentile))
                .retryBudget(0, 100)
                .forward("/a", "up")
                .upstream(
                        "up", List.of(backends).stream().mapToInt(Backend::port).toArray()));
    }

    /** Never answers, and tells when it is left. */
    private Backend waiting(AtomicInteger left) throws IOException {
        return closing(new Backend(client -> {
            client.head();
            client.rest();
            left.incrementAndGet();
        }));
    }

    @Test
    void aSecondEndpointIsAskedWhereTheFirstTakesLongAndTheFirstIsLeft() throws IOException {
        AtomicInteger left = new AtomicInteger();
        CopyOnWriteArrayList<String> heads = new CopyOnWriteArrayList<>();
        Backend slow = waiting(left);
        Backend quick = closing(new Backend(client -> {
            heads.add(client.head());
            client.send(OK);
            client.head();
        }));
        HandTurned proxy = hedged(0, slow, quick);
        Peer client = client(proxy);
        client.send(GET);
        proxy.turnUntil("asked", () -> slow.accepted() == 1);
        proxy.pass(Duration.ofMillis(900));
        assertEquals(0, quick.accepted());
        proxy.pass(Duration.ofMillis(200));
        assertTrue(proxy.answer(client).startsWith("HTTP/1.1 200 "));
        assertEquals("ok", client.read(2));
        assertTrue(heads.getFirst().contains("X-Postern-Attempt: 2"), heads::toString);
        proxy.turnUntil("the first one's connection is closed", () -> left.get() == 1);
    }

    @Test
    void theFirstMayStillAnswerAndTheSecondIsLeft() throws IOException {
        Semaphore first = new Semaphore(0);
        AtomicInteger left = new AtomicInteger();
        Backend one = slow(first, new AtomicInteger(), OK);
        Backend two = waiting(left);
        HandTurned proxy = hedged(0, one, two);
        Peer client = client(proxy);
        client.send(GET);
        proxy.turnUntil("asked", () -> one.accepted() == 1);
        proxy.pass(Duration.ofMillis(1100));
        proxy.turnUntil("both asked", () -> two.accepted() == 1);
        assertEquals(0, left.get());
        first.release();
        proxy.answer(client);
        assertEquals("ok", client.read(2));
        proxy.turnUntil("left", () -> left.get() == 1);
    }

    /** With an answer that does not fit into buffers, so that its reader has to be found again. */
    @Test
    void whereOneOfBothFailsTheOtherOneIsWaitedFor() throws IOException {
        int length = 4_000_000;
        Semaphore first = new Semaphore(0);
        Semaphore second = new Semaphore(0);
        Backend one = closing(new Backend(client -> {
            client.head();
            first.acquireUninterruptibly();
            client.reset();
        }));
        Backend two = closing(new Backend(client -> {
            client.head();
            second.acquireUninterruptibly();
            client.send("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n");
            client.send(new byte[length]);
            client.head();
        }));
        HandTurned proxy = hedged(0, one, two);
        SocketChannel client = closing(slowReader(proxy));
        client.write(ByteBuffer.wrap(GET.getBytes(StandardCharsets.US_ASCII)));
        client.configureBlocking(false);
        proxy.turnUntil("asked", () -> one.accepted() == 1);
        proxy.pass(Duration.ofMillis(1100));
        proxy.turnUntil("both asked", () -> two.accepted() == 1);
        first.release();
        for (int i = 0; i < 20; i++) {
            proxy.pass(SECOND);
        }
        assertEquals(1, one.accepted());
        assertEquals(1, two.accepted());
        second.release();
        AtomicInteger came = new AtomicInteger();
        ByteBuffer into = ByteBuffer.allocate(64 * 1024);
        proxy.turnUntil("all of it", () -> came.addAndGet(Math.max(0, read(client, into.clear()))) > length);
    }

    @Test
    void anAnswerThatWouldBeTriedAgainLeavesTheWordToTheOther() throws IOException {
        Semaphore first = new Semaphore(0);
        Semaphore second = new Semaphore(0);
        Backend one = slow(first, new AtomicInteger(), OK);
        Backend two = slow(second, new AtomicInteger(), OK.replace("200 OK", "503 No"));
        HandTurned proxy = hedged(0, one, two);
        Peer client = client(proxy);
        client.send(GET);
        proxy.turnUntil("asked", () -> one.accepted() == 1);
        proxy.pass(Duration.ofMillis(1100));
        proxy.turnUntil("both asked", () -> two.accepted() == 1);
        second.release();
        proxy.pass(SECOND);
        assertFalse(HandTurned.hasBytes(client));
        first.release();
        assertTrue(proxy.answer(client).startsWith("HTTP/1.1 200 "));
        first.release(100);
        second.release(100);
    }

    @Test
    void howLongIsTooLongIsLearnt() throws IOException {
        Semaphore answers = new Semaphore(0);
        Backend one = slow(answers, new AtomicInteger(), OK);
        Backend two = slow(answers, new AtomicInteger(), OK);
        HandTurned proxy = hedged(90, one, two);
        Peer client = client(proxy);
        for (int i = 0; i < 100; i++) {
            client.send(GET);
            proxy.turn();
            proxy.pass(Duration.ofMillis(1500));
            answers.release();
            proxy.answer(client);
            client.read(2);
        }
        assertEquals(2, one.accepted() + two.accepted(), "nobody beside another while nothing is known");
        client.send(GET);
        proxy.pass(Duration.ofMillis(1400));
        assertEquals(2, one.accepted() + two.accepted());
        proxy.pass(Duration.ofMillis(500));
        answers.release(100);
        assertTrue(proxy.answer(client).startsWith("HTTP/1.1 200 "));
        assertEquals("ok", client.read(2));
    }

    @Test
    void aClientThatLeavesLeavesBoth() throws IOException {
        AtomicInteger left = new AtomicInteger();
        Backend one = waiting(left);
        Backend two = waiting(left);
        HandTurned proxy = hedged(0, one, two);
        Peer client = client(proxy);
        client.send(GET);
        proxy.turnUntil("asked", () -> one.accepted() == 1);
        proxy.pass(Duration.ofMillis(1100));
        proxy.turnUntil("both asked", () -> two.accepted() == 1);
        client.close();
        proxy.turnUntil("gone", () -> proxy.worker.open() == 0);
        proxy.turnUntil("both left", () -> left.get() == 2);
    }

    @Test
    void theTimeOfARouteEndsItsRetries() throws IOException {
        Backend silent = silent();
        HandTurned proxy = proxy(config().retry(retry("timeout"))
                .routeTimeout(Duration.ofSeconds(7))
                .forward("/a", "up")
                .upstream("up", silent.port()));
        Peer client = client(proxy);
        client.send(GET);
        proxy.pass(Duration.ofMillis(6_900));
        assertFalse(HandTurned.hasBytes(client));
        proxy.pass(Duration.ofMillis(200));
        assertTrue(proxy.answer(client).startsWith("HTTP/1.1 504 "));
        proxy.turnUntil("tried twice", () -> silent.accepted() == 2);
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

    /** Small buffers at the client, so that little is under way. */
    private static SocketChannel slowReader(HandTurned proxy) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 8 * 1024);
        proxy.client(channel);
        return channel;
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

    private static int read(SocketChannel client, ByteBuffer into) {
        try {
            return client.read(into);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
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
