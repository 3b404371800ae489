package dev.postern.app.admin;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Server-sent events, one a second, made once for all who look on. Each viewer is served by the thread of its request; while
 * there is one, a thread of this object makes events, and drops viewers that do not take theirs. Closing ends all.
 */
final class LiveEvents implements AutoCloseable {
    static final int MOST_VIEWERS = 16;

    private static final Logger log = LoggerFactory.getLogger(LiveEvents.class);
    private static final long INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Supplier<String> snapshot;
    private final Duration patience;
    private final Set<Viewer> viewers = new HashSet<>();
    private Optional<Event> latest = Optional.empty();
    private long made;
    private boolean isMaking;
    private boolean isClosed;

    private record Event(long number, String text) {}

    /** @param snapshot JSON; asked for once a second while there are viewers */
    LiveEvents(Supplier<String> snapshot) {
        this(snapshot, PATIENCE);
    }

    LiveEvents(Supplier<String> snapshot, Duration patience) {
        this.snapshot = snapshot;
        this.patience = patience;
    }

    private static final class Viewer {
        private final Thread thread = Thread.currentThread();
        private boolean isDropped;
        private Optional<Long> writingSince = Optional.empty();
    }

    /** @param most after how many events it ends */
    Answer answer(int most) throws RefusedException {
        synchronized (this) {
            if (isClosed || viewers.size() >= MOST_VIEWERS) {
                throw new RefusedException(
                        503, isClosed ? "The proxy is stopping." : MOST_VIEWERS + " others are looking on already.");
            }
        }
        return Answer.stream("text/event-stream", out -> write(out, most));
    }

    private void write(OutputStream out, int most) throws IOException {
        Viewer viewer = new Viewer();
        join(viewer);
        try {
            long seen = 0;
            for (int i = 0; i < most; i++) {
                Optional<Event> event = next(viewer, seen);
                if (event.isEmpty()) {
                    return;
                }
                out.write(event.get().text().getBytes(StandardCharsets.UTF_8));
                out.flush();
                seen = event.get().number();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            leave(viewer);
        }
    }

    private synchronized void join(Viewer viewer) {
        viewers.add(viewer);
        if (!isMaking && !isClosed) {
            isMaking = true;
            latest = Optional.empty();
            Thread.ofVirtual().name("admin-events").start(this::make);
        }
    }

    private synchronized void leave(Viewer viewer) {
        viewers.remove(viewer);
    }

    private synchronized Optional<Event> next(Viewer viewer, long seen) throws InterruptedException {
        viewer.writingSince = Optional.empty();
        while (!isClosed
                && !viewer.isDropped
                && latest.filter(event -> event.number() > seen).isEmpty()) {
            wait();
        }
        viewer.writingSince = Optional.of(System.nanoTime());
        return isClosed || viewer.isDropped ? Optional.empty() : latest;
    }

    private void make() {
        long due = System.nanoTime();
        while (isWanted()) {
            try {
                String lines = snapshot.get().strip().replace("\n", "\ndata: ");
                publish("event: snapshot\ndata: " + lines + "\n\n");
            } catch (RuntimeException e) {
                log.error("event=admin-failed path=/events", e);
            }
            due = Math.max(due + INTERVAL_NANOS, System.nanoTime());
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            stuck().forEach(Thread::interrupt);
        }
    }

    private synchronized boolean isWanted() {
        isMaking = !isClosed && !viewers.isEmpty();
        return isMaking;
    }

    private synchronized void publish(String text) {
        made++;
        latest = Optional.of(new Event(made, text));
        notifyAll();
    }

    /** Threads whose viewers have not read for too long: interrupting one closes its connection. */
    private synchronized List<Thread> stuck() {
        List<Thread> threads = new ArrayList<>();
        for (Viewer viewer : viewers) {
            boolean isStuck = viewer.writingSince
                    .filter(since -> System.nanoTime() - since > patience.toNanos())
                    .isPresent();
            if (isStuck) {
                viewer.isDropped = true;
                threads.add(viewer.thread);
                log.debug("event=admin-viewer-dropped");
            }
        }
        return threads;
    }

    /** Ends what is being watched now; who is let in may come again. */
    synchronized void endAll() {
        viewers.forEach(viewer -> viewer.isDropped = true);
        notifyAll();
    }

    synchronized int viewers() {
        return viewers.size();
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        notifyAll();
    }
}
