package dev.postern.app.telemetry;

import dev.postern.app.logging.Quoted;
import dev.postern.domain.bytes.ByteBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the lines of all workers to one target, on a thread of its own: where the target is slow only this thread waits,
 * and the lines for which there is no room are dropped. Ends with {@link #close}, when all is written or time is up.
 */
final class LineWriter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LineWriter.class);
    private static final int PIECES = 4;
    /** why: the smaller they are, the more often the writer is woken, which costs more than nearer memory saves. */
    private static final int PIECE_BYTES = 512 * 1024;
    /** why also while there are lines: many of them are written together, and few wake-ups are for few lines. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final List<LinePieces> workers;
    private final LogTarget target;
    private final Thread thread;
    private volatile boolean closing;
    private volatile boolean failing;
    private long lookNanos = System.nanoTime();

    private LineWriter(int workerCount, String to) {
        workers = IntStream.range(0, workerCount)
                .mapToObj(_ -> new LinePieces(PIECES, PIECE_BYTES))
                .toList();
        target = new LogTarget(to);
        // why a platform thread: writing to a pipe that nobody reads holds the thread below.
        thread = Thread.ofPlatform().name("access-log").daemon().unstarted(this::run);
    }

    static LineWriter start(int workerCount, String to) {
        LineWriter writer = new LineWriter(workerCount, to);
        writer.thread.start();
        return writer;
    }

    /** For a worker, which does not wait. */
    void put(int worker, ByteBuilder line) {
        if (workers.get(worker).put(line.array(), line.length())) {
            LockSupport.unpark(thread);
        }
    }

    long dropped() {
        return workers.stream().mapToLong(LinePieces::dropped).sum();
    }

    /** Whether nothing can be written now; any thread. */
    boolean isFailing() {
        return failing;
    }

    private void run() {
        boolean isLast = false;
        while (!isLast) {
            isLast = closing;
            boolean isPressing = round();
            if (!isPressing && !isLast) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        try {
            target.close();
        } catch (IOException e) {
            log.debug("event=access-log-not-closed reason={}", new Quoted(e));
        }
    }

    /** True where the next one is due at once. */
    private boolean round() {
        try {
            long now = System.nanoTime();
            if (now - lookNanos >= LOOK_NANOS) {
                lookNanos = now;
                target.noticeRenaming();
                failing = failing && isStillFailing();
            } else if (failing) {
                workers.forEach(LinePieces::discard);
                return false;
            }
            boolean isPressing = false;
            for (LinePieces worker : workers) {
                isPressing |= worker.writeTo(target.channel());
            }
            return isPressing;
        } catch (IOException e) {
            if (!Thread.currentThread().isInterrupted()) {
                fail(e);
            }
            return false;
        }
    }

    /** Throws where it is. */
    private boolean isStillFailing() throws IOException {
        var _ = target.channel();
        log.info("event=access-log-written-again to={}", new Quoted(target));
        return false;
    }

    private void fail(IOException e) {
        if (!failing) {
            failing = true;
            log.warn("event=access-log-failed to={} reason={}", new Quoted(target), new Quoted(e));
        }
        workers.forEach(LinePieces::discard);
        try {
            target.close();
        } catch (IOException again) {
            log.debug("event=access-log-not-closed reason={}", new Quoted(again));
        }
    }

    /** Returns when all is written, or when it is certain that it can't be soon. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            if (!thread.join(LAST_WORDS)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
