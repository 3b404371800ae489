package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.AdaptiveConfig;
import dev.postern.domain.config.AdaptiveConfig.Mode;
import dev.postern.domain.config.LimitsConfig;
import dev.postern.domain.config.Percent;
import dev.postern.ports.traffic.UpstreamCounts;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A backend that answers slower the more it has to do, under more clients than it can serve well. */
class AdaptiveLimitsTest extends ProxyTest {
    private static final long REST_NANOS = 20_000_000;
    private static final int CAPACITY = 4;
    private static final int CLIENTS = 48;
    private static final int FEW = 30;

    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostOfLate = new AtomicInteger();
    private final List<Thread> clients = new ArrayList<>();
    private volatile boolean done;

    private Backend slowingDown() throws IOException {
        return backend(new Backend(client -> {
            while (!client.head().isEmpty()) {
                int now = running.incrementAndGet();
                mostOfLate.accumulateAndGet(now, Math::max);
                LockSupport.parkNanos(REST_NANOS * Math.max(now, CAPACITY) / CAPACITY);
                running.decrementAndGet();
                client.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
        }));
    }

    private TestConfig adaptive(Mode mode, Backend backend) {
        AdaptiveConfig adaptive = new AdaptiveConfig(mode, new Percent(100), 4, 500);
        return new TestConfig()
                .limits(new LimitsConfig(0, 0, Optional.of(adaptive), new Percent(20), 3))
                .http("web", 0)
                .forward("", "up")
                .upstream("up", backend.port());
    }

    private void ask(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Peer client = client();
            clients.add(Thread.ofVirtual().start(() -> {
                try {
                    while (!done) {
                        String head =
                                client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").head();
                        assertTrue(head.startsWith("HTTP/1.1 200 "), head);
                        client.read(2);
                    }
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }));
        }
    }

    private UpstreamCounts.Adaptive shown() {
        return Objects.requireNonNull(transport.upstreams().get("up"))
                .adaptive()
                .orElseThrow();
    }

    @Test
    void aShadowOnlyShowsWhatEnforcingThenDoes() throws Exception {
        Backend backend = slowingDown();
        apply(adaptive(Mode.SHADOW, backend));
        ask(2);
        eventually("it knows how fast the backend is at rest", () -> shown().restNanos() > 0);
        ask(CLIENTS - 2);
        eventually("it would allow few", () -> shown().allowed() <= FEW && shown().allowed() > 0);
        mostOfLate.set(0);
        eventually("all are let through", () -> mostOfLate.get() > FEW);
        assertEquals(Mode.SHADOW, shown().mode());
        assertEquals(0, Objects.requireNonNull(transport.upstreams().get("up")).limit());

        apply(adaptive(Mode.ENFORCE, backend));
        eventually("few are let through", () -> {
            mostOfLate.set(0);
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            return mostOfLate.get() <= FEW && mostOfLate.get() > 0;
        });
        assertTrue(Objects.requireNonNull(transport.upstreams().get("up")).limit() <= FEW);
        eventually("the others wait", () -> transport.waiting("up") > 0);
        done = true;
        for (Thread client : clients) {
            assertTrue(client.join(Duration.ofSeconds(20)));
        }
    }
}
