package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.ConnectionsConfig;
import dev.postern.domain.config.ListenerConfig;
import dev.postern.domain.upstream.EndpointId;
import dev.postern.ports.traffic.EndpointCounts;
import dev.postern.ports.traffic.ListenerCounts;
import dev.postern.ports.traffic.UpstreamCounts;
import dev.postern.ports.traffic.WorkerCounts;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a transport counts for whoever watches it. */
class FiguresTest extends ProxyTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private ListenerCounts listener(String name) {
        return transport.stats().listeners().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private UpstreamCounts upstream() {
        return Objects.requireNonNull(transport.upstreams().get("up"));
    }

    private static void answered(Peer client) throws IOException {
        String head = client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").head();
        assertTrue(head.startsWith("HTTP/1.1 200 "), head);
        assertEquals("ok", client.read(2));
    }

    @Test
    void bytesOfTcpAreCountedByDirectionWhileTheyFlow() throws IOException {
        Backend backend = backend(new Backend(client -> {
            client.send("hello ").send(client.read(5));
            client.rest();
        }));
        apply(new TestConfig().tcp("web", 0, "up").upstream("up", backend.port()));
        Peer client = client();
        assertEquals("hello world", client.send("world").read(11));
        eventually("all is counted", () -> listener("web").sent() == 11);
        assertEquals(5, listener("web").received());
        assertEquals(1, listener("web").active());
        assertEquals(ListenerConfig.Protocol.TCP, listener("web").protocol());

        client.close();
        eventually("it is gone", () -> listener("web").active() == 0);
        assertEquals(1, listener("web").accepted());
        assertEquals(0, listener("web").unserved());
    }

    @Test
    void whatAClientSaysBeforeItsRouteIsKnownCountsAsWell() throws IOException {
        Backend backend = backend(new Backend(client -> client.send(client.read(9))));
        apply(new TestConfig()
                .tcp("web", 0, "up")
                .sni("db.example.com", "other")
                .upstream("up", backend.port())
                .upstream("other", backend.port()));
        assertEquals("no hello!", client().send("no hello!").rest());
        eventually("it is counted", () -> listener("web").received() == 9);
    }

    @Test
    void aTcpConnectionWithoutEndpointIsCounted() throws IOException {
        apply(new TestConfig().tcp("web", 0, "up").upstream("up", nobody()));
        assertTrue(client().isReset());
        eventually("it is counted", () -> listener("web").unserved() == 1);
    }

    @Test
    void aListenerThatIsGoneIsShownWhileItHasConnections() throws IOException {
        Backend backend = backend(new Backend(client -> client.rest()));
        apply(new TestConfig().tcp("web", 0, "up").http("other", 0).upstream("up", backend.port()));
        Peer client = client().send("x");
        eventually("it is open", () -> listener("web").received() == 1);
        apply(new TestConfig().http("other", 0).upstream("up", backend.port()));
        assertEquals(1, listener("web").active());
        client.close();
        eventually(
                "it is gone",
                () -> transport.stats().listeners().stream()
                        .noneMatch(each -> each.name().equals("web")));
    }

    @Test
    void aPoolTellsOfConnectsAndReuses() throws IOException {
        Backend backend = backend(Backend.answering(OK));
        apply(new TestConfig().http("web", 0).forward("/", "up").upstream("up", backend.port()));
        Peer client = client();
        for (int i = 0; i < 4; i++) {
            answered(client);
        }
        EndpointCounts counts = transport.endpoints().values().iterator().next();
        assertEquals(1, counts.connects());
        assertEquals(3, counts.reuses());
        assertEquals(4, counts.requests());
    }

    @Test
    void waitsAreCountedWithTheirTime() throws IOException {
        Semaphore answers = new Semaphore(0);
        Backend backend = backend(new Backend(client -> {
            while (!client.head().isEmpty()) {
                answers.acquireUninterruptibly();
                client.send(OK);
            }
        }));
        ConnectionsConfig one = new ConnectionsConfig(
                Duration.ofSeconds(2), Duration.ofSeconds(60), 1, 64, 1024, Duration.ofSeconds(20), Duration.ZERO, 0);
        apply(new TestConfig()
                .connections(one)
                .http("web", 0)
                .forward("/", "up")
                .upstream("up", backend.port()));
        Peer first = client().send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        eventually("it is served", () -> upstream().inFlight() == 1);
        Peer second = client().send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        eventually("it waits", () -> upstream().waiting() == 1);
        assertEquals(new UpstreamCounts.Waits(0, 0), upstream().waits());
        answers.release(2);
        assertTrue(first.head().startsWith("HTTP/1.1 200 "));
        assertTrue(second.head().startsWith("HTTP/1.1 200 "));
        assertEquals(1, upstream().waits().count());
        assertTrue(upstream().waits().nanos() > 0);
        assertEquals("ok", first.read(2));
        assertEquals("ok", second.read(2));
    }

    @Test
    void attemptsOfAnUpstreamStayWhenTheirEndpointLeaves() throws IOException {
        int nobody = nobody();
        Backend backend = backend(Backend.answering(OK));
        TestConfig both = new TestConfig().http("web", 0).forward("/", "up").upstream("up", nobody, backend.port());
        apply(both);
        Peer client = client();
        for (int i = 0; i < 4; i++) {
            answered(client);
        }
        UpstreamCounts before = upstream();
        assertTrue(before.failures() > 0);
        assertEquals(4 + before.failures(), before.attempts());
        apply(new TestConfig().http("web", 0).forward("/", "up").upstream("up", backend.port()));
        assertEquals(before.attempts(), upstream().attempts());
        assertEquals(before.failures(), upstream().failures());
    }

    @Test
    void workersTellHowLongTheirTurnsTook() throws IOException {
        Backend backend = backend(Backend.answering(OK));
        apply(new TestConfig().http("web", 0).forward("/", "up").upstream("up", backend.port()));
        answered(client());
        for (WorkerCounts each : transport.stats().workers()) {
            assertTrue(each.turns().stream().mapToLong(Long::longValue).sum() > 0, each.toString());
            assertTrue(each.workedNanos() > 0, each.toString());
        }
        assertEquals(2, transport.stats().workers().size());
        assertEquals(
                1,
                transport.stats().workers().stream()
                        .mapToInt(WorkerCounts::connections)
                        .sum());
    }

    @Test
    void tellsOfMoreEndpointsThanOneTurnHasTimeFor() {
        int[] ports = IntStream.rangeClosed(1, 2_500).toArray();
        apply(new TestConfig().http("web", 0).forward("/", "up").upstream("up", ports));
        Map<EndpointId, EndpointCounts> all = transport.endpoints();
        assertEquals(2_500, all.size());
    }
}
