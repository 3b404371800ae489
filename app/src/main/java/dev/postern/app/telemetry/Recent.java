package dev.postern.app.telemetry;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests of the last minutes, second by second: of all, of each listener and of as many upstreams as there is room for.
 * A thread of its own looks at the counters once a second from {@link #start()} on; whoever asks waits a moment at most.
 */
public final class Recent implements AutoCloseable {
    /** Kept of everything together. */
    public static final int SECONDS = 900;
    /** Kept of one listener or upstream. */
    public static final int SECONDS_OF_ONE = 60;

    static final int MOST_LISTENERS = 200;
    static final int MOST_UPSTREAMS = 1_000;

    private static final Logger log = LoggerFactory.getLogger(Recent.class);
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final Traffic traffic;
    private final long beginNanos = System.nanoTime();
    private final Map<String, Seconds> listeners = new HashMap<>();
    private final Map<String, Seconds> upstreams = new HashMap<>();
    private final long[] place = new long[Tally.WIDTH];
    private final Seconds total = new Seconds(SECONDS, 0);
    private long second;
    private boolean hasLooked;
    private Optional<Thread> thread = Optional.empty();
    private volatile boolean isClosed;

    Recent(Traffic traffic) {
        this.traffic = traffic;
    }

    /**
     * Some seconds in a row, the oldest first.
     *
     * @param newest the number of the last one; numbers begin with the process
     */
    public record Window(long newest, List<Tally> seconds) {}

    /** Looks from now on; what was counted before is no part of any second. Again is no change. */
    public synchronized void start() {
        if (thread.isEmpty() && !isClosed) {
            look(0);
            thread = Optional.of(Thread.ofVirtual().name("recent").start(this::run));
        }
    }

    private void run() {
        while (!isClosed) {
            long next = (System.nanoTime() - beginNanos) / SECOND_NANOS + 1;
            LockSupport.parkNanos(beginNanos + next * SECOND_NANOS - System.nanoTime());
            long now = (System.nanoTime() - beginNanos) / SECOND_NANOS;
            if (now >= next && !isClosed) {
                try {
                    look(now);
                } catch (RuntimeException e) {
                    log.error("event=recent-failed", e);
                }
            }
        }
    }

    /** @param now the number of the second that ends; never lower than before */
    synchronized void look(long now) {
        traffic.forEach((where, counts) -> {
            Arrays.fill(place, 0);
            Tally.add(counts, place);
            total.add(place);
            of(listeners, where.listener(), MOST_LISTENERS, now).ifPresent(each -> each.add(place));
            if (!where.upstream().isEmpty()) {
                of(upstreams, where.upstream(), MOST_UPSTREAMS, now).ifPresent(each -> each.add(place));
            }
        });
        second = now;
        ended(total);
        listeners.values().forEach(this::ended);
        upstreams.values().forEach(this::ended);
        hasLooked = true;
    }

    private static Optional<Seconds> of(Map<String, Seconds> all, String name, int most, long now) {
        Seconds known = all.get(name);
        if (known == null && all.size() < most) {
            known = new Seconds(SECONDS_OF_ONE, now - 1);
            all.put(name, known);
        }
        return Optional.ofNullable(known);
    }

    private void ended(Seconds each) {
        if (hasLooked) {
            each.end(second);
        } else {
            each.forget();
        }
    }

    /** The last seconds of everything. */
    public synchronized Window last(int count) {
        return new Window(second, total.last(count));
    }

    public synchronized Tally sum(int count) {
        return total.sum(count);
    }

    public synchronized Optional<Window> listener(String name, int count) {
        return Optional.ofNullable(listeners.get(name)).map(each -> new Window(second, each.last(count)));
    }

    public synchronized Tally listenerSum(String name, int count) {
        return sum(listeners, name, count);
    }

    /** Empty for one that had no requests yet, or for which there was no room. */
    public synchronized Optional<Window> upstream(String name, int count) {
        return Optional.ofNullable(upstreams.get(name)).map(each -> new Window(second, each.last(count)));
    }

    public synchronized Tally upstreamSum(String name, int count) {
        return sum(upstreams, name, count);
    }

    private static Tally sum(Map<String, Seconds> all, String name, int count) {
        Seconds known = all.get(name);
        return known == null ? Tally.NONE : known.sum(count);
    }

    @Override
    public void close() {
        isClosed = true;
        synchronized (this) {
            thread.ifPresent(LockSupport::unpark);
        }
    }
}
