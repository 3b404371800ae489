package dev.postern.app.telemetry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Lines on their way from one worker to the thread that writes them: one thread puts, another one takes, and neither waits
 * for the other. They lie in pieces of memory, of which the lowest that is free is taken next: as long as the writer keeps
 * up, two of them are in use again and again and stay near to the processor. A line for which there is no room is dropped
 * and counted.
 */
final class LinePieces {
    private static final int MOST_PIECES = 31;

    private final int pieceBytes;
    private final @Nullable ByteBuffer[] pieces;
    /** Which piece was begun as which, in a circle: never more than there are pieces are in use. */
    private final AtomicIntegerArray begun;
    /** How many bytes there are in each. */
    private final AtomicIntegerArray put;

    private final AtomicLong begins = new AtomicLong();
    /** A bit for each piece. */
    private final AtomicInteger free;

    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();

    /** Where the worker is. */
    private int current;
    /** Where the writer is: pieces that it is done with, and bytes of the next one. */
    private long done;

    private int taken;

    LinePieces(int count, int pieceBytes) {
        if (count < 1 || count > MOST_PIECES) {
            throw new IllegalArgumentException(count + " pieces");
        }
        this.pieceBytes = pieceBytes;
        pieces = new @Nullable ByteBuffer[count];
        begun = new AtomicIntegerArray(count);
        put = new AtomicIntegerArray(count);
        free = new AtomicInteger((1 << count) - 1);
        begin();
    }

    /** Puts a whole line or nothing; true when with it a piece has become full. For the worker. */
    boolean put(byte[] line, int length) {
        int room = pieceBytes - put.getPlain(current);
        if (length <= room) {
            append(line, 0, length);
            return false;
        }
        if (length > room + (long) Integer.bitCount(free.getAcquire()) * pieceBytes) {
            dropped.setRelease(dropped.getPlain() + 1);
            return false;
        }
        append(line, 0, room);
        for (int from = room; from < length; from += pieceBytes) {
            begin();
            append(line, from, Math.min(pieceBytes, length - from));
        }
        return true;
    }

    private void append(byte[] line, int from, int length) {
        int at = put.getPlain(current);
        bytes(current).put(at, line, from, length);
        put.setRelease(current, at + length);
    }

    private void begin() {
        int bit = Integer.lowestOneBit(free.getAcquire());
        free.getAndAdd(-bit);
        current = Integer.numberOfTrailingZeros(bit);
        if (pieces[current] == null) {
            // why not in the heap: it is written from where it lies.
            pieces[current] = ByteBuffer.allocateDirect(pieceBytes);
        }
        put.setPlain(current, 0);
        long number = begins.getPlain();
        begun.setPlain((int) (number % pieces.length), current);
        begins.setRelease(number + 1);
    }

    private ByteBuffer bytes(int piece) {
        ByteBuffer bytes = pieces[piece];
        if (bytes == null) {
            throw new IllegalStateException("piece " + piece + " was never begun");
        }
        return bytes;
    }

    /** Writes all lines that are there now; true when a piece has become full meanwhile. For the thread that writes. */
    boolean writeTo(FileChannel channel) throws IOException {
        return take(bytes -> {
            while (bytes.hasRemaining()) {
                taken += channel.write(bytes);
            }
        });
    }

    /** Gives up what is there, and counts it. For the thread that writes. */
    void discard() {
        try {
            take(bytes -> {
                while (bytes.hasRemaining()) {
                    taken++;
                    if (bytes.get() == '\n') {
                        lost.setRelease(lost.getPlain() + 1);
                    }
                }
            });
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Taker {
        void take(ByteBuffer bytes) throws IOException;
    }

    private boolean take(Taker taker) throws IOException {
        long last = begins.getAcquire() - 1;
        while (true) {
            int piece = begun.getPlain((int) (done % pieces.length));
            // why before looking at what it holds: nothing is put into it after the next one was begun.
            boolean isFull = begins.getAcquire() > done + 1;
            taker.take(bytes(piece).duplicate().limit(put.getAcquire(piece)).position(taken));
            if (!isFull) {
                return false;
            }
            done++;
            taken = 0;
            free.getAndAdd(1 << piece);
            if (done > last) {
                return begins.getAcquire() > done + 1;
            }
        }
    }

    /** Lines that were never written; any thread. */
    long dropped() {
        return dropped.getAcquire() + lost.getAcquire();
    }
}
