package dev.postern.nio.buffer;

import dev.postern.nio.splice.Pipe;
import dev.postern.nio.splice.PipePool;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Buffers that one loop lends to its connections while they have bytes under way. Heads that came live in heap buffers,
 * because they are read byte by byte; bodies, and what is to be sent, in direct ones, because the kernel then copies them
 * only once.
 *
 * <p>When more is on loan than the pool may lend, it goes on with small buffers for bodies, and says that it is short:
 * then nothing new should begin. It no longer is when a quarter has come back.
 */
public final class BufferPool {
    // why not 16 KiB alone: buffers would begin at addresses that share a few lines of the processor's caches.
    public static final int HEAD_BYTES = 16 * 1024 + 176;

    /** Most heads are no longer; as many as are under way at once then stand in fewer pages. */
    public static final int SMALL_HEAD_BYTES = 1024 + 64;

    public static final int BODY_BYTES = 64 * 1024;
    /** Room for one record of TLS, as it is on the wire. */
    public static final int RECORD_BYTES = 17 * 1024;

    private static final int SMALL_BYTES = 4 * 1024;
    /** Of each kind. Enough for a thousand requests at once: what is beyond is made anew and has to be collected. */
    private static final int KEPT_BYTES = 32 * 1024 * 1024;

    /** This part more than there may be is for requests that are read only to be refused. */
    private static final int EXTRA = 8;

    private final ByteBuffer window = ByteBuffer.allocateDirect(HEAD_BYTES);
    private final ArrayDeque<ByteBuffer> smallHeads = new ArrayDeque<>();
    private final ArrayDeque<ByteBuffer> heads = new ArrayDeque<>();
    private final ArrayDeque<ByteBuffer> messages = new ArrayDeque<>();
    private final ArrayDeque<ByteBuffer> bodies = new ArrayDeque<>();
    private final ArrayDeque<ByteBuffer> records = new ArrayDeque<>();
    private final PipePool pipes;
    private final long mostBytes;
    private int onLoan;
    private long bytesOnLoan;
    private volatile boolean isShort;
    private volatile boolean isExhausted;

    public BufferPool(long mostBytes) {
        this(mostBytes, PipePool.NONE);
    }

    /** @param pipes buffers of the system, for those who look at no bytes */
    public BufferPool(long mostBytes, PipePool pipes) {
        this.mostBytes = mostBytes;
        this.pipes = pipes;
    }

    public PipePool pipes() {
        return pipes;
    }

    /** Room for what is read and then copied to where it stays; for one call, and always the same. */
    public ByteBuffer window() {
        return window.clear();
    }

    /** A heap buffer with room for so many bytes, up to the usual size of a head. */
    public ByteBuffer borrowHead(int bytes) {
        if (bytes > SMALL_HEAD_BYTES) {
            return borrowHead();
        }
        return lend(smallHeads, ByteBuffer::allocate, SMALL_HEAD_BYTES);
    }

    /** A direct buffer for a head that is to be sent, and what follows it. */
    public ByteBuffer borrowMessage() {
        return lend(messages, ByteBuffer::allocateDirect, HEAD_BYTES);
    }

    public ByteBuffer borrowHead() {
        return lend(heads, ByteBuffer::allocate, HEAD_BYTES);
    }

    /** A heap buffer for what outgrew the usual size of a head; it is not kept when it comes back. */
    public ByteBuffer borrowLargeHead(int bytes) {
        return lend(ByteBuffer.allocate(bytes));
    }

    public ByteBuffer borrowBody() {
        ByteBuffer kept = bodies.pollLast();
        if (kept != null) {
            return lend(kept.clear());
        }
        return lend(isShort ? ByteBuffer.allocate(SMALL_BYTES) : ByteBuffer.allocateDirect(BODY_BYTES));
    }

    public ByteBuffer borrowRecord() {
        return lend(records, ByteBuffer::allocateDirect, RECORD_BYTES);
    }

    private ByteBuffer lend(ArrayDeque<ByteBuffer> kind, IntFunction<ByteBuffer> make, int bytes) {
        ByteBuffer kept = kind.pollLast();
        return lend(kept == null ? make.apply(bytes) : kept.clear());
    }

    private ByteBuffer lend(ByteBuffer buffer) {
        onLoan++;
        bytesOnLoan += buffer.capacity();
        if (bytesOnLoan > mostBytes && !isShort) {
            isShort = true;
        }
        if (isShort && !isExhausted && bytesOnLoan > mostBytes + mostBytes / EXTRA) {
            isExhausted = true;
        }
        return buffer;
    }

    /** Takes a buffer back; null is nothing to take back. */
    public void giveBack(@Nullable ByteBuffer buffer) {
        if (buffer == null) {
            return;
        }
        onLoan--;
        bytesOnLoan -= buffer.capacity();
        if (isShort && bytesOnLoan <= mostBytes - mostBytes / 4) {
            isShort = false;
        }
        if (isExhausted && bytesOnLoan <= mostBytes + mostBytes / EXTRA) {
            isExhausted = false;
        }
        buffer.clear();
        ArrayDeque<ByteBuffer> home = home(buffer);
        if (home != null && home.size() < KEPT_BYTES / buffer.capacity()) {
            home.addLast(buffer);
        }
    }

    /** Takes back a pipe that could not be emptied, for a buffer with what stood in it, ready to be read. */
    public ByteBuffer unpipe(Pipe pipe) {
        ByteBuffer content = pipe.content(borrowLargeHead(pipe.bytes()));
        pipes.giveBack(pipe);
        return content;
    }

    /** Where it waits for its next user; nowhere, where it is of no usual size. */
    private @Nullable ArrayDeque<ByteBuffer> home(ByteBuffer buffer) {
        return switch (buffer.capacity()) {
            case SMALL_HEAD_BYTES -> buffer.isDirect() ? null : smallHeads;
            case HEAD_BYTES -> buffer.isDirect() ? messages : heads;
            case BODY_BYTES -> buffer.isDirect() ? bodies : null;
            case RECORD_BYTES -> buffer.isDirect() ? records : null;
            default -> null;
        };
    }

    /** How many buffers and pipes connections hold now. */
    public int onLoan() {
        return onLoan + pipes.lent();
    }

    public long bytesOnLoan() {
        return bytesOnLoan;
    }

    /** Whether as much is on loan as may be; any thread. */
    public boolean isShort() {
        return isShort;
    }

    /** Whether so much is on loan that nothing can even be refused; any thread. */
    public boolean isExhausted() {
        return isExhausted;
    }
}
