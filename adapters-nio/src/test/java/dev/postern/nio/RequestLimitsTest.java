package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.ConnectionsConfig;
import dev.postern.domain.config.LimitsConfig;
import dev.postern.domain.config.Percent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Limits of requests at once, which hold for both workers together. */
class RequestLimitsTest extends ProxyTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
    private final Semaphore answers = new Semaphore(0);

    private static LimitsConfig limits(int upstream, int endpoint) {
        return new LimitsConfig(upstream, endpoint, Optional.empty(), new Percent(20), 3);
    }

    private static ConnectionsConfig connections(int perEndpoint, int waiting) {
        return new ConnectionsConfig(
                Duration.ofSeconds(2),
                Duration.ofSeconds(60),
                perEndpoint,
                64,
                waiting,
                Duration.ofSeconds(20),
                Duration.ZERO,
                0);
    }

    private TestConfig to(LimitsConfig limits, Backend... backends) {
        return to(limits, connections(0, 1024), backends);
    }

    private TestConfig to(LimitsConfig limits, ConnectionsConfig connections, Backend... backends) {
        int[] ports = new int[backends.length];
        for (int i = 0; i < ports.length; i++) {
            ports[i] = backends[i].port();
        }
        return new TestConfig()
                .limits(limits)
                .connections(connections)
                .http("web", 0)
                .forward("/flood", "up")
                .forward("/calm", "up")
                .upstream("up", ports);
    }

    /** Tells of each request and answers when the test lets it. */
    private Backend held() throws IOException {
        return backend(new Backend(client -> {
            for (String head = client.head(); !head.isEmpty(); head = client.head()) {
                arrived.add(head.substring(0, head.indexOf('\r')).split(" ")[1]);
                acquire();
                client.send(OK);
            }
        }));
    }

    private void acquire() {
        try {
            assertTrue(answers.tryAcquire(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private String arrival() throws InterruptedException {
        String path = arrived.poll(10, TimeUnit.SECONDS);
        return path == null ? "nothing" : path;
    }

    private static Peer get(Peer client, String path) throws IOException {
        return client.send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
    }

    private static void assertAnswered(Peer client) throws IOException {
        String head = client.head();
        assertTrue(head.startsWith("HTTP/1.1 200 "), head);
        assertEquals("ok", client.read(2));
    }

    private static void assertFull(Peer client) throws IOException {
        String head = client.head();
        assertTrue(head.startsWith("HTTP/1.1 503 "), head);
        assertTrue(head.contains("Retry-After: 1\r\n"), head);
    }

    private void eventuallyWaiting(int count) {
        eventually(count + " wait", () -> transport.waiting("up") == count);
    }

    /** Of the same worker as the client before: every other connection is the other one's. */
    private Peer sameWorker() throws IOException {
        client();
        return client();
    }

    @ParameterizedTest
    @CsvSource({"3, 0, 0", "0, 1, 0", "3, 2, 0", "4, 2, 2", "1, 1, 1", "1, 0, 0"})
    void areNeverExceededAndEverybodyIsServed(int upstream, int endpoint, int connections) throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger mostOfOne = new AtomicInteger();
        List<Backend> backends = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            AtomicInteger ofOne = new AtomicInteger();
            backends.add(backend(new Backend(client -> {
                while (!client.head().isEmpty()) {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    mostOfOne.accumulateAndGet(ofOne.incrementAndGet(), Math::max);
                    LockSupport.parkNanos(100_000);
                    ofOne.decrementAndGet();
                    running.decrementAndGet();
                    client.send(OK);
                }
            })));
        }
        apply(to(limits(upstream, endpoint), connections(connections, 1024), backends.toArray(Backend[]::new)));
        List<Thread> clients = new ArrayList<>();
        AtomicInteger served = new AtomicInteger();
        for (int i = 0; i < 16; i++) {
            Peer client = client();
            clients.add(Thread.ofVirtual().start(() -> {
                try {
                    for (int k = 0; k < 50; k++) {
                        assertAnswered(get(client, "/calm"));
                        served.incrementAndGet();
                    }
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }));
        }
        for (Thread client : clients) {
            assertTrue(client.join(Duration.ofSeconds(30)));
        }
        assertEquals(800, served.get());
        assertTrue(upstream == 0 || most.get() <= upstream, "at once: " + most);
        assertTrue(endpoint == 0 || mostOfOne.get() <= endpoint, "at one: " + mostOfOne);
        eventually("nothing is counted any more", () -> inFlight() == 0);
    }

    private long inFlight() {
        return Objects.requireNonNull(transport.upstreams().get("up")).inFlight();
    }

    @Test
    void aPlaceGoesToTheOtherWorkerWhereSomebodyWaits() throws Exception {
        apply(to(limits(1, 0), held()));
        List<Peer> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            clients.add(get(client(), "/calm/" + i));
            eventually("it waits or runs", () -> transport.waiting("up") + arrived.size() > 0);
        }
        eventuallyWaiting(3);
        answers.release(4);
        for (Peer client : clients) {
            assertAnswered(client);
        }
    }

    @Test
    void routesTakeTurnsHoweverManyOneOfThemHasWaiting() throws Exception {
        apply(to(limits(1, 0), held()));
        Peer first = get(client(), "/flood");
        assertEquals("/flood", arrival());
        List<Peer> others = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            others.add(get(sameWorker(), "/flood/" + i));
            eventuallyWaiting(i + 1);
        }
        others.add(get(sameWorker(), "/calm"));
        eventuallyWaiting(7);
        answers.release(7);
        assertAnswered(first);
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            order.add(arrival());
        }
        assertEquals(List.of("/flood/0", "/calm", "/flood/1"), order.subList(0, 3), order.toString());
        answers.release(1);
        for (Peer each : others) {
            assertAnswered(each);
        }
    }

    @Test
    void aRouteThatFillsTheLineGivesWayToOthers() throws Exception {
        apply(to(limits(1, 0), connections(0, 3), held()));
        Peer first = get(client(), "/flood");
        assertEquals("/flood", arrival());
        List<Peer> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiting.add(get(sameWorker(), "/flood/" + i));
            eventuallyWaiting(i + 1);
        }
        assertFull(get(sameWorker(), "/flood/more"));
        Peer calm = get(sameWorker(), "/calm");
        assertFull(waiting.removeLast());
        answers.release(4);
        assertAnswered(first);
        assertAnswered(calm);
        for (Peer each : waiting) {
            assertAnswered(each);
        }
    }

    @Test
    void whoLeavesGivesItsPlaceBack() throws Exception {
        apply(to(limits(1, 0), held()));
        Peer first = get(client(), "/calm/1");
        assertEquals("/calm/1", arrival());
        Peer second = get(client(), "/calm/2");
        eventuallyWaiting(1);
        Peer third = get(client(), "/calm/3");
        eventuallyWaiting(2);
        second.close();
        eventuallyWaiting(1);
        first.close();
        assertEquals("/calm/3", arrival());
        answers.release(2);
        assertAnswered(third);
        eventually("nothing is counted any more", () -> inFlight() == 0);
    }

    @Test
    void whatFailsGivesItsPlaceBack() throws Exception {
        Backend alive = backend(Backend.answering(OK));
        apply(new TestConfig()
                .limits(limits(1, 1))
                .http("web", 0)
                .forward("", "up")
                .upstream("up", nobody(), alive.port()));
        Peer client = client();
        for (int i = 0; i < 20; i++) {
            assertAnswered(get(client, "/calm"));
        }
        assertEquals(0, inFlight());
    }

    @Test
    void requestsThatAreUnderWayCountWhenALimitComesAndGoes() throws Exception {
        Backend backend = held();
        apply(to(limits(0, 0), backend));
        List<Peer> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            clients.add(get(client(), "/calm/" + i));
            arrival();
        }
        apply(to(limits(2, 0), backend));
        clients.add(get(client(), "/calm/more"));
        eventuallyWaiting(1);
        answers.release(1);
        assertTrue(arrived.isEmpty(), "there are still as many as allowed");
        answers.release(1);
        assertEquals("/calm/more", arrival());
        apply(to(limits(0, 0), backend));
        answers.release(2);
        for (Peer each : clients) {
            assertAnswered(each);
        }
        apply(to(limits(1, 0), backend));
        answers.release(1);
        assertAnswered(get(client(), "/calm"));
        eventually("nothing is counted any more", () -> inFlight() == 0);
    }

    @Test
    void aHigherLimitServesThoseWhoWait() throws Exception {
        Backend backend = held();
        apply(to(limits(1, 0), backend));
        Peer first = get(client(), "/calm/1");
        assertEquals("/calm/1", arrival());
        Peer second = get(client(), "/calm/2");
        eventuallyWaiting(1);
        assertEquals(1, Objects.requireNonNull(transport.upstreams().get("up")).limit());
        apply(to(limits(2, 0), backend));
        assertEquals("/calm/2", arrival());
        answers.release(2);
        assertAnswered(first);
        assertAnswered(second);
    }

    @Test
    void otherEndpointsGoBeforeWaiting() throws Exception {
        apply(to(limits(0, 1), held(), held()));
        List<Peer> clients = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            clients.add(get(client(), "/calm"));
            arrival();
        }
        clients.add(get(client(), "/calm"));
        eventuallyWaiting(1);
        answers.release(3);
        for (Peer each : clients) {
            assertAnswered(each);
        }
    }

    @Test
    void tcpConnectionsCountAndDontWait() throws Exception {
        Backend backend =
                backend(new Backend(client -> client.send(client.read(1)).rest()));
        apply(new TestConfig().limits(limits(1, 0)).tcp("web", 0, "up").upstream("up", backend.port()));
        Peer first = client().send("a");
        assertEquals("a", first.read(1));
        assertTrue(client().isClosed());
        first.close();
        eventually("the place is free again", () -> {
            try (Peer next = Peer.to(port("web"))) {
                return next.send("b").read(1).equals("b");
            } catch (IOException e) {
                return false;
            }
        });
    }
}
