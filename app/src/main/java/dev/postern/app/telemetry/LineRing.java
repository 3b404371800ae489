package dev.postern.app.telemetry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lines on their way from one worker to the thread that writes them: one thread puts, another one takes, and neither waits
 * for the other. A line for which there is no room is dropped and counted.
 */
final class LineRing {
    /** Not in the heap, so that it is written from where it lies. */
    private final ByteBuffer bytes;
    /** The reader's place in it. */
    private final ByteBuffer view;

    private final int half;
    private final AtomicLong put = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();

    /** @param capacity a power of two */
    LineRing(int capacity) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException(capacity + " is no power of two");
        }
        bytes = ByteBuffer.allocateDirect(capacity);
        view = bytes.duplicate();
        half = capacity / 2;
    }

    /** Puts a whole line or nothing; true when with it the ring has become half full. For the worker. */
    boolean put(byte[] line, int length) {
        long at = put.getPlain();
        long free = bytes.capacity() - (at - taken.getAcquire());
        if (free < length) {
            dropped.setRelease(dropped.getPlain() + 1);
            return false;
        }
        int index = index(at);
        int first = Math.min(length, bytes.capacity() - index);
        bytes.put(index, line, 0, first);
        bytes.put(0, line, first, length - first);
        put.setRelease(at + length);
        return free >= half && free - length < half;
    }

    private int index(long at) {
        return (int) at & bytes.capacity() - 1;
    }

    /** Writes all lines that are there now; true when others have filled half of it meanwhile. For the thread that writes. */
    boolean writeTo(FileChannel channel) throws IOException {
        long end = put.getAcquire();
        long at = taken.getPlain();
        while (at < end) {
            int index = index(at);
            int length = (int) Math.min(end - at, bytes.capacity() - index);
            view.limit(index + length).position(index);
            at += channel.write(view);
            taken.setRelease(at);
        }
        return put.getAcquire() - end >= half;
    }

    /** Gives up what is there, and counts it. For the thread that writes. */
    void discard() {
        long end = put.getAcquire();
        for (long at = taken.getPlain(); at < end; at++) {
            if (bytes.get(index(at)) == '\n') {
                lost.setRelease(lost.getPlain() + 1);
            }
        }
        taken.setRelease(end);
    }

    /** Lines that were never written; any thread. */
    long dropped() {
        return dropped.getAcquire() + lost.getAcquire();
    }
}
