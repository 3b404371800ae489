package dev.postern.app.tracing;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Spans on their way from one worker to the thread that sends them: one thread puts, another one takes, and neither waits
 * for the other. Those for which there is no room are dropped and counted.
 */
final class SpanRing {
    private final AtomicReferenceArray<@Nullable List<FinishedSpan>> places;
    private final AtomicLong dropped;
    private int put;
    private int taken;

    /** @param dropped counts what there was no room for */
    SpanRing(int capacity, AtomicLong dropped) {
        this.dropped = dropped;
        places = new AtomicReferenceArray<>(capacity);
    }

    /** For the worker. */
    void put(List<FinishedSpan> spans) {
        if (places.getAcquire(put) != null) {
            dropped.addAndGet(spans.size());
            return;
        }
        places.setRelease(put, spans);
        put = (put + 1) % places.length();
    }

    /** Adds what is there until there are so many; for the thread that sends. */
    void takeInto(List<FinishedSpan> all, int most) {
        List<FinishedSpan> next = all.size() < most ? places.getAcquire(taken) : null;
        while (next != null) {
            all.addAll(next);
            places.setRelease(taken, null);
            taken = (taken + 1) % places.length();
            next = all.size() < most ? places.getAcquire(taken) : null;
        }
    }
}
