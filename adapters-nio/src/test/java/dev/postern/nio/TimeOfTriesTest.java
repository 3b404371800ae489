package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.HedgeConfig;
import dev.postern.domain.config.Percent;
import dev.postern.domain.config.RetryConfig;
import dev.postern.domain.config.Size;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What happens when time passes while an endpoint is asked: another try, another one beside it, or the end. */
class TimeOfTriesTest extends HandTurnedTest {
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

    private static void untilBothAreAsked(HandTurned proxy, Backend one, Backend two) {
        proxy.turnUntil("asked", () -> one.accepted() == 1);
        proxy.pass(Duration.ofMillis(1100));
        proxy.turnUntil("both asked", () -> two.accepted() == 1);
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
        untilBothAreAsked(proxy, one, two);
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
        untilBothAreAsked(proxy, one, two);
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
        untilBothAreAsked(proxy, one, two);
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
        untilBothAreAsked(proxy, one, two);
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
}
