package dev.postern.nio.buffer;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Buffers that one loop lends to its connections while they have bytes under way. Heads live in heap buffers, because
 * they are read byte by byte; bodies in direct ones, because the kernel then copies them only once.
 */
public final class BufferPool {
    public static final int HEAD_BYTES = 16 * 1024;
    public static final int BODY_BYTES = 64 * 1024;
    private static final int KEPT = 64;

    private final ArrayDeque<ByteBuffer> heads = new ArrayDeque<>();
    private final ArrayDeque<ByteBuffer> bodies = new ArrayDeque<>();
    private int onLoan;

    public ByteBuffer borrowHead() {
        onLoan++;
        ByteBuffer kept = heads.pollLast();
        return kept == null ? ByteBuffer.allocate(HEAD_BYTES) : kept.clear();
    }

    /** A heap buffer for a head that outgrew the usual size; it is not kept when it comes back. */
    public ByteBuffer borrowLargeHead(int bytes) {
        onLoan++;
        return ByteBuffer.allocate(bytes);
    }

    public ByteBuffer borrowBody() {
        onLoan++;
        ByteBuffer kept = bodies.pollLast();
        return kept == null ? ByteBuffer.allocateDirect(BODY_BYTES) : kept.clear();
    }

    /** Takes a buffer back; null is nothing to take back. */
    public void giveBack(@Nullable ByteBuffer buffer) {
        if (buffer == null) {
            return;
        }
        onLoan--;
        buffer.clear();
        ArrayDeque<ByteBuffer> home = buffer.isDirect() ? bodies : heads;
        int size = buffer.isDirect() ? BODY_BYTES : HEAD_BYTES;
        if (buffer.capacity() == size && home.size() < KEPT) {
            home.addLast(buffer);
        }
    }

    /** How many buffers connections hold now. */
    public int onLoan() {
        return onLoan;
    }
}
