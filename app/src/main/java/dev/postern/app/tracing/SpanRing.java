package dev.postern.app.tracing;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Spans on their way from one worker to the thread that sends them, as the bytes that they are sent as: one thread puts,
 * another one takes, and neither waits for the other. What there is no room for is dropped.
 */
final class SpanRing {
    private final byte[] bytes;
    private final AtomicLong put = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();

    SpanRing(int capacity) {
        bytes = new byte[capacity];
    }

    /** Puts them all or none; false where there is no room. For the worker. */
    boolean put(byte[] spans, int length) {
        long at = put.getPlain();
        if (length > bytes.length - (at - taken.getAcquire())) {
            return false;
        }
        int start = (int) (at % bytes.length);
        int first = Math.min(length, bytes.length - start);
        System.arraycopy(spans, 0, bytes, start, first);
        System.arraycopy(spans, first, bytes, 0, length - first);
        put.setRelease(at + length);
        return true;
    }

    /** How many bytes wait; any thread. */
    int waiting() {
        return (int) (put.getAcquire() - taken.getAcquire());
    }

    /** Copies the oldest ones, and leaves them where they are. For the thread that sends, as is what follows. */
    void copy(byte[] into, int from, int length) {
        int start = (int) (taken.getPlain() % bytes.length);
        int first = Math.min(length, bytes.length - start);
        System.arraycopy(bytes, start, into, from, first);
        System.arraycopy(bytes, 0, into, from + first, length - first);
    }

    /** Gives the room of the oldest ones back to the worker. */
    void release(int length) {
        taken.setRelease(taken.getPlain() + length);
    }
}
