package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.Address;
import dev.postern.domain.config.OutliersConfig;
import dev.postern.domain.upstream.Availability.State;
import dev.postern.domain.upstream.EndpointId;
import dev.postern.ports.traffic.EndpointHealth;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Endpoints that fail under traffic are left out; one worker, so that what it counts is known. */
class OutlierTest extends ProxyTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    private static final String SICK = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";

    private final AtomicInteger asked = new AtomicInteger();

    OutlierTest() {
        super(1);
    }

    private Backend good() throws IOException {
        return backend(Backend.answering(OK));
    }

    /** Counts what it is asked. */
    private Backend bad(AtomicReference<String> answer) throws IOException {
        return backend(new Backend(client -> {
            while (!client.head().isEmpty()) {
                asked.incrementAndGet();
                client.send(answer.get());
            }
        }));
    }

    private TestConfig config(OutliersConfig outliers, int... ports) {
        return new TestConfig()
                .http("web", 0)
                .forward("/a", "up")
                .outliers(outliers)
                .upstream("up", ports);
    }

    /** How many of so many requests were answered with 200. */
    private int well(int requests) throws IOException {
        int well = 0;
        for (int i = 0; i < requests; i++) {
            try (Peer client = Peer.to(port("web"))) {
                well += client.send("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                                .rest()
                                .startsWith("HTTP/1.1 200")
                        ? 1
                        : 0;
            }
        }
        return well;
    }

    private int repeatedlyWell(int requests) {
        try {
            return well(requests);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private EndpointHealth health(int port) {
        return Objects.requireNonNull(transport.health().get(new EndpointId("up", new Address("127.0.0.1", port))));
    }

    @Test
    void failuresInARowEjectUntilTheTimeIsUp() throws IOException {
        AtomicReference<String> answer = new AtomicReference<>(SICK);
        Backend bad = bad(answer);
        apply(config(Probed.outliers(3, Duration.ofSeconds(3)), good().port(), bad.port()));
        assertEquals(3, well(6));
        eventually("ejected", () -> health(bad.port()).state() == State.EJECTED);
        assertEquals(
                "3 failures in a row, the last: status 503", health(bad.port()).why());
        assertTrue(health(bad.port()).ejectedUntil().isPresent());
        answer.set(OK);
        eventually("serves again", () -> health(bad.port()).state() == State.WARMING);
        assertEquals("the time of its ejection is up", health(bad.port()).why());
        int before = asked.get();
        eventually("gets requests", () -> repeatedlyWell(2) == 2 && asked.get() > before);
    }

    @Test
    void whoIsEjectedGetsNothing() throws IOException {
        Backend bad = bad(new AtomicReference<>(SICK));
        apply(config(Probed.outliers(2, LONG), good().port(), bad.port()));
        well(4);
        eventually("only the good one is asked", () -> repeatedlyWell(4) == 4);
        int before = asked.get();
        assertEquals(10, well(10));
        assertEquals(before, asked.get());
    }

    @Test
    void aSuccessBreaksTheRow() throws IOException {
        AtomicInteger count = new AtomicInteger();
        Backend alternating = backend(new Backend(client -> {
            while (!client.head().isEmpty()) {
                client.send(count.incrementAndGet() % 2 == 0 ? OK : SICK);
            }
        }));
        apply(config(Probed.outliers(2, LONG), good().port(), alternating.port()));
        well(24);
        assertEquals(State.SERVING, health(alternating.port()).state());

        apply(config(Probed.outliers(2, 50, LONG), good().port(), alternating.port()));
        well(40);
        eventually("by its share", () -> health(alternating.port()).state() == State.EJECTED);
        assertTrue(health(alternating.port()).why().contains(" requests failed, the last: status 503"));
    }

    @Test
    void aRefusedConnectionCountsAlsoWhereAnotherEndpointAnswers() throws IOException {
        int nobody = nobody();
        apply(config(Probed.outliers(2, LONG), good().port(), nobody));
        assertEquals(8, well(8));
        eventually("ejected", () -> health(nobody).state() == State.EJECTED);
        assertEquals(1, Objects.requireNonNull(transport.upstreams().get("up")).ejections());
        assertEquals(
                "2 failures in a row, the last: connect refused", health(nobody).why());
    }

    @Test
    void anAnswerThatBreaksOffCounts() throws IOException {
        Backend torn = backend(new Backend(client -> {
            client.head();
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegins");
        }));
        apply(config(Probed.outliers(2, LONG), good().port(), torn.port()));
        well(8);
        eventually("ejected", () -> health(torn.port()).state() == State.EJECTED);
        assertEquals(
                "2 failures in a row, the last: response incomplete",
                health(torn.port()).why());
    }

    @Test
    void silenceCounts() throws IOException {
        Backend silent = backend(new Backend(client -> {
            while (!client.head().isEmpty()) {
                asked.incrementAndGet();
            }
        }));
        apply(new TestConfig()
                .http("web", 0)
                .forward("/a", "up")
                .responseTimeout(Duration.ofMillis(150))
                .outliers(Probed.outliers(2, LONG))
                .upstream("up", good().port(), silent.port()));
        well(4);
        eventually("ejected", () -> health(silent.port()).state() == State.EJECTED);
        assertEquals(
                "2 failures in a row, the last: response timeout",
                health(silent.port()).why());
        eventually("the worker knows", () -> repeatedlyWell(4) == 4);
    }

    @Test
    void theLastOneStays() throws IOException {
        Backend bad = bad(new AtomicReference<>(SICK));
        apply(config(Probed.outliers(1, LONG), bad.port()));
        well(5);
        assertEquals(5, asked.get());
        assertFalse(health(bad.port()).ejectedUntil().isPresent());
    }

    @Test
    void aPassingProbeEndsAnEjection() throws IOException {
        AtomicReference<String> answer = new AtomicReference<>(SICK);
        Backend bad = backend(new Backend(client -> {
            String head = client.head();
            while (!head.isEmpty()) {
                client.send(head.startsWith("GET /healthz") ? OK : answer.get());
                head = client.head();
            }
        }));
        apply(new TestConfig()
                .http("web", 0)
                .forward("/a", "up")
                .health(Probed.path("/healthz").every(Duration.ofMillis(500)).after(1, 1))
                .outliers(Probed.outliers(2, LONG))
                .upstream("up", good().port(), bad.port()));
        well(4);
        eventually("ejected once", () -> health(bad.port()).ejections() == 1);
        answer.set(OK);
        eventually("and back", () -> health(bad.port()).state() == State.WARMING);
        assertEquals(
                "a probe passed: status 200", health(bad.port()).why().replaceAll("^\\d+ probes in a row", "a probe"));
    }

    @Test
    void tcpConnectionsThatAreRefusedCount() throws IOException {
        int nobody = nobody();
        Backend echo = backend(new Backend(client -> client.send("hello")));
        apply(new TestConfig()
                .tcp("web", 0, "up")
                .outliers(Probed.outliers(2, LONG))
                .upstream("up", echo.port(), nobody));
        for (int i = 0; i < 6; i++) {
            try (Peer client = Peer.to(port("web"))) {
                assertEquals("hello", client.read(5));
            }
        }
        eventually("ejected", () -> health(nobody).state() == State.EJECTED);
    }
}
