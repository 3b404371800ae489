package dev.postern.it;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Clients with a connection each that ask at a pace, however long answers take: time is taken from when a request was due. An
 * answer is well when it is a 200. Ends with {@link #close()}.
 */
final class PacedLoad implements AutoCloseable {
    private static final int CLIENTS = 32;

    /** Of all requests that were due since the last time it was asked. */
    record Figures(int requests, long p50Micros, long p99Micros, long p999Micros, long mostMicros) {
        @Override
        public String toString() {
            return requests + " requests, p50 " + millis(p50Micros) + ", p99 " + millis(p99Micros) + ", p99.9 "
                    + millis(p999Micros) + ", most " + millis(mostMicros);
        }

        private static String millis(long micros) {
            return micros / 1000 + "." + micros / 100 % 10 + " ms";
        }
    }

    private final int port;
    private final String request;
    private final long paceNanos;
    private final List<Thread> clients = new ArrayList<>();
    private final List<Long> micros = new ArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    /** Of each client. */
    private final AtomicIntegerArray answered = new AtomicIntegerArray(CLIENTS);

    private final Set<String> names = ConcurrentHashMap.newKeySet();
    private final Queue<String> failed = new ConcurrentLinkedQueue<>();
    private volatile boolean done;

    /** @param request without its last, empty line, and with a body where it says so */
    PacedLoad(int port, String request, int perSecond) {
        this.port = port;
        this.request = request;
        paceNanos = 1_000_000_000L * CLIENTS / perSecond;
        for (int i = 0; i < CLIENTS; i++) {
            int client = i;
            clients.add(Thread.ofVirtual().start(() -> ask(client, paceNanos * client / CLIENTS)));
        }
    }

    static int clients() {
        return CLIENTS;
    }

    private void ask(int client, long delayNanos) {
        long due = System.nanoTime() + delayNanos;
        KeptConnection connection = null;
        try {
            while (!done) {
                awaits(due);
                connection = ask(connection, due);
                answered.incrementAndGet(client);
                // why: a machine that is too slow for the pace asks more slowly, rather than for ever later.
                due = Math.max(due + paceNanos, System.nanoTime() - paceNanos);
            }
            close(connection);
        } catch (IOException e) {
            failed.add("connecting: " + e);
        }
    }

    /** A new connection where this one broke. */
    private KeptConnection ask(@Nullable KeptConnection kept, long due) throws IOException {
        KeptConnection connection = kept == null ? new KeptConnection(port) : kept;
        try {
            String answer = connection.ask(request);
            asked.incrementAndGet();
            if (answer.startsWith("200 ")) {
                names.add(answer.substring(4));
            } else {
                failed.add(answer);
            }
        } catch (IOException e) {
            asked.incrementAndGet();
            failed.add(String.valueOf(e.getMessage()));
            close(connection);
            connection = new KeptConnection(port);
        }
        long took = (System.nanoTime() - due) / 1000;
        synchronized (micros) {
            micros.add(took);
        }
        return connection;
    }

    private static void awaits(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static void close(@Nullable KeptConnection connection) throws IOException {
        if (connection != null) {
            connection.close();
        }
    }

    int asked() {
        return asked.get();
    }

    /** What was no 200, or no answer. */
    List<String> failed() {
        return List.copyOf(failed);
    }

    /** Waits for so many more answers. */
    void goesOn(Program program, int more) {
        int from = asked.get();
        program.eventually(more + " more answers", () -> asked.get() >= from + more);
    }

    /** Waits until each client has had so many more answers. */
    void eachGoesOn(Program program, int more) {
        int[] from = IntStream.range(0, CLIENTS).map(answered::get).toArray();
        program.eventually(
                more + " more answers to each",
                () -> IntStream.range(0, CLIENTS).allMatch(client -> answered.get(client) >= from[client] + more));
    }

    /** Waits until one of this name has answered from now on. */
    void isAnsweredBy(Program program, String name) {
        names.clear();
        program.eventually("answered by " + name, () -> names.contains(name));
    }

    Figures figures() {
        long[] sorted;
        synchronized (micros) {
            sorted = micros.stream().mapToLong(each -> each).sorted().toArray();
            micros.clear();
        }
        return sorted.length == 0
                ? new Figures(0, 0, 0, 0, 0)
                : new Figures(
                        sorted.length,
                        at(sorted, 500),
                        at(sorted, 990),
                        at(sorted, 999),
                        Arrays.stream(sorted).max().orElse(0));
    }

    private static long at(long[] sorted, int perMille) {
        return sorted[(int) Math.min(sorted.length - 1, (long) sorted.length * perMille / 1000)];
    }

    @Override
    public void close() {
        end();
    }

    /** Nobody asks any more; what was asked has been answered. */
    void end() {
        done = true;
        try {
            for (Thread client : clients) {
                client.join();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
