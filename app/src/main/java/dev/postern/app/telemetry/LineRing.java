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
    private final byte[] bytes;
    private final ByteBuffer view;
    private final AtomicLong put = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();

    /** @param capacity a power of two */
    LineRing(int capacity) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException(capacity + " is no power of two");
        }
        bytes = new byte[capacity];
        view = ByteBuffer.wrap(bytes);
    }

    /** Puts a whole line or nothing. For the worker. */
    void put(byte[] line, int length) {
        long at = put.getPlain();
        if (bytes.length - (at - taken.getAcquire()) < length) {
            dropped.setRelease(dropped.getPlain() + 1);
            return;
        }
        int index = (int) at & bytes.length - 1;
        int first = Math.min(length, bytes.length - index);
        System.arraycopy(line, 0, bytes, index, first);
        System.arraycopy(line, first, bytes, 0, length - first);
        put.setRelease(at + length);
    }

    /** Writes all lines that are there now; false when there were none. For the thread that writes. */
    boolean writeTo(FileChannel channel) throws IOException {
        long end = put.getAcquire();
        long at = taken.getPlain();
        boolean isAny = at < end;
        while (at < end) {
            int index = (int) at & bytes.length - 1;
            int length = (int) Math.min(end - at, bytes.length - index);
            view.limit(index + length).position(index);
            at += channel.write(view);
            taken.setRelease(at);
        }
        return isAny;
    }

    /** Gives up what is there, and counts it. For the thread that writes. */
    void discard() {
        long end = put.getAcquire();
        for (long at = taken.getPlain(); at < end; at++) {
            if (bytes[(int) at & bytes.length - 1] == '\n') {
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
