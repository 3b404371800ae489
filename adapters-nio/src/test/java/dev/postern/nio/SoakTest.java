package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Clients and backends that stall, reset, half-close and walk away at random, below a configuration that keeps changing:
 * whatever could go well does, and nothing is left behind. {@code build/soak SECONDS} runs it for longer.
 */
class SoakTest extends ProxyTest {
    private static final int CLIENTS = 24;
    private static final int SECONDS = Integer.getInteger("soak.seconds", 4);

    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();

    private final long before = sockets();

    private TestConfig config(SoakBackend http, SoakBackend echo, int change) {
        TestConfig config = new TestConfig()
                .http("web", 0)
                .tcp("relay", 0, "echo")
                .forward("/up", "up")
                .upstream("up", http.port())
                .upstream("echo", echo.port())
                .respond("/change-" + change % 7, "a route that comes and goes");
        return change % 2 == 0 ? config : config.http("extra", 0);
    }

    @Test
    void nothingIsLostAndNothingIsLeft() throws Exception {
        SoakBackend http = closing(SoakBackend.http());
        SoakBackend echo = closing(SoakBackend.echo());
        apply(config(http, echo, 0));
        long start = System.nanoTime();
        long end = start + TimeUnit.SECONDS.toNanos(SECONDS);
        List<SoakClient> clients = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            SoakClient client = new SoakClient(port("web"), port("relay"), i, end, complaints::add);
            clients.add(client);
            threads.add(Thread.ofVirtual().start(client));
        }
        long early = changeUntil(start + (end - start) / 4, http, echo);
        long late = changeUntil(end, http, echo);
        for (Thread thread : threads) {
            assertTrue(thread.join(Duration.ofSeconds(90)), "a client hangs");
        }
        assertEquals(List.of(), complaints.stream().limit(20).toList());
        assertTrue(clients.stream().allMatch(client -> client.visits() > 0), "everybody got to do something");
        System.out.println("soak: " + SECONDS + " s, "
                + clients.stream().mapToInt(SoakClient::visits).sum() + " visits, heap " + early / 1024
                + " KiB after a "
                + "quarter, " + late / 1024 + " KiB at the end");
        if (SECONDS >= 60) {
            assertTrue(late < early + 16 * 1024 * 1024, "the heap grew from " + early + " to " + late);
        }
    }

    @AfterEach
    @Override
    void nothingIsLeft() throws Exception {
        super.nothingIsLeft();
        // why one more: from the first close on, the JDK keeps a socket of its own to put in the place of those it
        // closes.
        eventually("all sockets closed", () -> sockets() <= before + 1);
    }

    /** Gives the heap in use at the end. */
    private long changeUntil(long endNanos, SoakBackend http, SoakBackend echo) {
        for (int change = 1; System.nanoTime() < endNanos; change++) {
            apply(config(http, echo, change));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        apply(config(http, echo, 0));
        if (SECONDS >= 60) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Open sockets of this process, where the system tells. */
    private static long sockets() {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return 0;
        }
        try (Stream<Path> all = Files.list(descriptors)) {
            return all.filter(each -> {
                        try {
                            return Files.readSymbolicLink(each).toString().startsWith("socket:");
                        } catch (IOException e) {
                            return false;
                        }
                    })
                    .count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
