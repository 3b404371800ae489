package dev.postern.app.tracing;

import dev.postern.app.logging.Quoted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the spans of all workers to one collector, on a thread of its own: where that is slow only this thread waits, and
 * the spans for which its rings have no room are dropped. Ends with {@link #close}, when all is sent or time is up.
 */
final class SpanSender implements AutoCloseable {
    /** Bytes of one worker that may wait, beside those that are being sent. */
    static final int RING = 4 * SpanBatch.MOST_BYTES;

    private static final Logger log = LoggerFactory.getLogger(SpanSender.class);
    private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final List<SpanRing> rings;
    private final String to;
    private final Supplier<SpanCollector> maker;
    private final Thread thread;
    private final SpanCounts counts;
    private final List<SpanRing> turns;
    private final SpanBatch batch = new SpanBatch();
    private volatile boolean closing;
    private long sentAtNanos = System.nanoTime();
    private boolean failing;

    private SpanSender(int workers, String to, SpanCounts counts, Supplier<SpanCollector> maker) {
        this.to = to;
        this.counts = counts;
        this.maker = maker;
        rings = IntStream.range(0, workers).mapToObj(_ -> new SpanRing(RING)).toList();
        turns = new ArrayList<>(rings);
        thread = Thread.ofPlatform().name("traces").daemon().unstarted(this::run);
    }

    /** @param maker asked on the sender's thread, as what it makes takes its time to load */
    static SpanSender start(int workers, String to, SpanCounts counts, Supplier<SpanCollector> maker) {
        SpanSender sender = new SpanSender(workers, to, counts, maker);
        sender.thread.start();
        return sender;
    }

    /** For a worker, which does not wait. All of them or none. */
    void put(int worker, byte[] spans, int length, int count) {
        SpanRing ring = rings.get(worker);
        if (length > SpanBatch.MOST_BYTES || !ring.put(spans, length)) {
            counts.dropped().addAndGet(count);
            return;
        }
        int waiting = ring.waiting();
        // why once: being woken costs more than what is in most messages.
        if (waiting >= SpanBatch.MOST_BYTES && waiting - length < SpanBatch.MOST_BYTES) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        try (SpanCollector collector = maker.get()) {
            boolean isAnyLeft = true;
            while (isAnyLeft && !Thread.currentThread().isInterrupted()) {
                boolean isLast = closing;
                isAnyLeft = round(collector, isLast) || !isLast;
            }
        } catch (RuntimeException | LinkageError e) {
            log.error("event=trace-export-ended to={}", new Quoted(to), e);
        } finally {
            for (gather(); !batch.isEmpty(); gather()) {
                counts.dropped().addAndGet(batch.count());
            }
        }
    }

    /** False when there was nothing to send. */
    private boolean round(SpanCollector collector, boolean isLast) {
        int waiting = rings.stream().mapToInt(SpanRing::waiting).sum();
        long restNanos = LONGEST_WAIT_NANOS - (System.nanoTime() - sentAtNanos);
        if (waiting > 0 && (isLast || waiting >= SpanBatch.MOST_BYTES || restNanos <= 0)) {
            send(collector);
            return true;
        }
        if (!isLast) {
            LockSupport.parkNanos(waiting > 0 ? restNanos : LONGEST_WAIT_NANOS);
        }
        return false;
    }

    private void send(SpanCollector collector) {
        gather();
        try {
            collector.send(batch);
            counts.sent().addAndGet(batch.count());
            if (failing) {
                failing = false;
                log.info("event=trace-export-works-again to={}", new Quoted(to));
            }
        } catch (SpanCollector.NotSentException e) {
            counts.dropped().addAndGet(batch.count());
            if (!failing && !closing) {
                failing = true;
                log.warn("event=trace-export-failed to={} reason={}", new Quoted(to), new Quoted(e.reason()));
            }
        }
        sentAtNanos = System.nanoTime();
    }

    private void gather() {
        batch.clear();
        turns.forEach(batch::take);
        // why: where one worker has more than fits, the others come first next time.
        Collections.rotate(turns, 1);
    }

    /** Returns when all is sent, or when it is certain that it can't be soon. */
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
