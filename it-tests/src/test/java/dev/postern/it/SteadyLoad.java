package dev.postern.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Clients that ask for one path at a steady pace, half of them on a new connection each time. Ends with {@link #close()}. */
final class SteadyLoad implements AutoCloseable {
    private static final int CLIENTS = 4;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    private final int port;
    private final String path;
    private final List<Thread> clients = new ArrayList<>();
    private final Queue<String> failed = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answered = new AtomicInteger();
    private volatile boolean done;

    SteadyLoad(int port, String path) {
        this.port = port;
        this.path = path;
        for (int i = 0; i < CLIENTS; i++) {
            Runnable client = i % 2 == 0 ? this::keepAlive : this::fresh;
            clients.add(Thread.ofVirtual().start(client));
        }
    }

    private void keepAlive() {
        try (KeptConnection connection = new KeptConnection(port)) {
            while (!done) {
                ask(connection);
            }
        } catch (IOException e) {
            failed.add("keep-alive: " + e);
        }
    }

    private void fresh() {
        while (!done) {
            try (KeptConnection connection = new KeptConnection(port)) {
                ask(connection);
            } catch (IOException e) {
                failed.add("fresh: " + e);
            }
        }
    }

    private void ask(KeptConnection connection) throws IOException {
        String answer = connection.get(path);
        if (answer.startsWith("200 ")) {
            answered.incrementAndGet();
        } else {
            failed.add(answer);
        }
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    /** Ends it, and fails unless every request was answered. Returns how many those were. */
    int assertNoneFailed() throws InterruptedException {
        done = true;
        for (Thread client : clients) {
            assertTrue(client.join(Duration.ofSeconds(30)), "a client hangs");
        }
        assertEquals(List.of(), failed.stream().limit(20).toList());
        assertTrue(answered.get() > 0, "nothing was asked");
        return answered.get();
    }

    @Override
    public void close() {
        done = true;
    }
}
