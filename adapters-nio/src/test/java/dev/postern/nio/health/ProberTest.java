package dev.postern.nio.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.config.Address;
import dev.postern.domain.config.HealthConfig;
import dev.postern.domain.config.UpstreamConfig.ProxyProtocol;
import dev.postern.domain.health.ProbeResult;
import dev.postern.domain.upstream.Randomness;
import dev.postern.nio.buffer.BufferPool;
import dev.postern.nio.http1.ConnectionParts;
import dev.postern.nio.http1.DateField;
import dev.postern.nio.loop.EventLoop;
import dev.postern.nio.upstream.Connector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When probes are made, on a clock that the test sets; nobody listens where they go. */
class ProberTest {
    private static final long MILLI = 1_000_000;
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private long nowNanos = Long.MAX_VALUE - 3_000 * MILLI;
    private final EventLoop loop = new EventLoop(() -> nowNanos);
    private final Socket nobody = new Socket();
    private final Randomness chance = Randomness.seeded(7);
    private final List<Long> heardMillis = new ArrayList<>();
    private boolean isChanging;
    private final long beganNanos = nowNanos;

    private final Prober.Listener listener = new Prober.Listener() {
        @Override
        public void heard(Prober prober, ProbeResult result) {
            assertEquals("connect refused", result.detail());
            heardMillis.add((nowNanos - beganNanos) / MILLI);
        }

        @Override
        public boolean isChanging(Prober prober) {
            return isChanging;
        }
    };

    /** A port where nobody listens, and which nobody is given until the test is over. */
    @BeforeEach
    void hold() throws IOException {
        nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private Prober prober() {
        HealthConfig question = new HealthConfig(
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                INTERVAL,
                Duration.ofSeconds(30),
                1,
                1);
        ConnectionParts parts = new ConnectionParts(
                loop, new BufferPool(Long.MAX_VALUE), new ByteBuilder(64), new DateField(System::currentTimeMillis));
        return new Prober(
                parts,
                new Connector(),
                chance,
                new ProbeTarget(new Address("127.0.0.1", nobody.getLocalPort()), question, ProxyProtocol.OFF, ""),
                Set.of(),
                listener);
    }

    private void turn() throws IOException {
        // why: with something to do the loop does not wait for time that does not pass.
        loop.execute(() -> {});
        loop.runOnce();
    }

    @AfterEach
    void end() throws IOException {
        nobody.close();
        loop.close();
        loop.run();
    }

    private List<Long> gaps() {
        List<Long> gaps = new ArrayList<>();
        for (int i = 1; i < heardMillis.size(); i++) {
            gaps.add(heardMillis.get(i) - heardMillis.get(i - 1));
        }
        return gaps;
    }

    @Test
    void comesAtIrregularTimesAroundItsInterval() throws IOException {
        Prober prober = prober();
        prober.begin(0);
        for (int i = 1; i < 12; i++) {
            untilHeard(prober, i);
        }
        assertTrue(gaps().stream().allMatch(gap -> gap >= 890 && gap <= 1110), () -> gaps().toString());
        assertTrue(new HashSet<>(gaps()).size() > 4, () -> gaps().toString());
        prober.stop();
    }

    /** Time passes in small steps, and stands still while an answer is awaited. */
    private void pass(Prober prober, int steps, int until) throws IOException {
        for (int i = 0; heardMillis.size() < until && i < steps; i++) {
            nowNanos += 10 * MILLI;
            turn();
            long patienceEnd = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (prober.isAsking() && System.nanoTime() < patienceEnd) {
                LockSupport.parkNanos(MILLI / 10);
                turn();
            }
        }
    }

    private void untilHeard(Prober prober, int probes) throws IOException {
        pass(prober, 300, probes);
        assertEquals(probes, heardMillis.size());
    }

    @Test
    void comesSoonerWhileSomethingChanges() throws IOException {
        Prober prober = prober();
        isChanging = true;
        prober.begin(0);
        untilHeard(prober, 1);
        untilHeard(prober, 2);
        untilHeard(prober, 3);
        assertTrue(gaps().stream().allMatch(gap -> gap >= 220 && gap <= 290), () -> gaps().toString());
        prober.stop();
    }

    @Test
    void whoIsStoppedComesNoMore() throws IOException {
        Prober prober = prober();
        prober.begin(0);
        untilHeard(prober, 1);
        prober.stop();
        pass(prober, 300, 2);
        assertEquals(1, heardMillis.size());
    }

    @Test
    void theFirstComesWithinItsTime() throws IOException {
        Set<Long> first = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            int known = heardMillis.size();
            long began = (nowNanos - beganNanos) / MILLI;
            Prober prober = prober();
            prober.begin(500 * MILLI);
            untilHeard(prober, known + 1);
            first.add(heardMillis.getLast() - began);
            prober.stop();
        }
        assertTrue(first.stream().allMatch(wait -> wait <= 520), first::toString);
        assertTrue(first.size() > 2, first::toString);
    }
}
