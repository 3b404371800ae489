package dev.postern.nio.tcp;

import dev.postern.nio.buffer.BufferPool;
import dev.postern.nio.loop.Count;
import dev.postern.nio.splice.Pipe;
import dev.postern.nio.transport.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a tunnel. Holds a buffer, or a pipe where much comes at a time, only while the target is slower than the
 * source. Owned by its tunnel.
 *
 * <pre>
 *   FLOWING --source's end, all written--> DONE        FLOWING --target takes no more--> BROKEN
 * </pre>
 */
final class TcpFlow {
    private enum State {
        FLOWING,
        DONE,
        BROKEN
    }

    private final BufferPool pool;
    private final Transport source;
    private final Transport target;
    private final Count bytes;
    private final ByteBuffer[] writing = new ByteBuffer[1];
    private State state = State.FLOWING;
    private @Nullable ByteBuffer waiting;
    private @Nullable Pipe pipe;
    private boolean sourceEnded;
    /** The last time as much came as a pipe is worth. */
    private boolean isMuch;

    /** @param bytes counts what the source says */
    TcpFlow(BufferPool pool, Transport source, Transport target, Count bytes) {
        this.pool = pool;
        this.source = source;
        this.target = target;
        this.bytes = bytes;
    }

    /**
     * Begins with bytes that came earlier.
     *
     * @param first on loan from the pool, ready to be read; the flow gives it back
     */
    void begin(@Nullable ByteBuffer first) {
        waiting = first;
        write();
    }

    /** The source is readable; throws when it broke. */
    void read() throws IOException {
        if (waiting != null || pipe != null || sourceEnded || isOver()) {
            source.wantRead(false);
            return;
        }
        if (!readThroughPipe()) {
            readIntoBuffer();
        }
        write();
    }

    private void readIntoBuffer() throws IOException {
        ByteBuffer buffer = pool.borrowBody();
        waiting = buffer;
        sourceEnded = source.read(buffer) < 0;
        isMuch = buffer.position() >= BufferPool.BODY_BYTES;
        buffer.flip();
        bytes.add(buffer.remaining());
    }

    /** False where it is to be read in the other way. */
    private boolean readThroughPipe() throws IOException {
        if (!isMuch || !source.takesPipes() || !target.takesPipes()) {
            return false;
        }
        Pipe through = pool.pipes().borrow();
        if (through == null) {
            return false;
        }
        pipe = through;
        int n = source.read(through, Long.MAX_VALUE);
        sourceEnded = n < 0;
        isMuch = n >= Pipe.WORTH_BYTES;
        bytes.add(Math.max(n, 0));
        return true;
    }

    /** The target takes more. */
    void write() {
        if (isOver()) {
            target.wantWrite(false);
            return;
        }
        try {
            writeOn();
        } catch (IOException e) {
            // why: what the target said before it broke may still be read, so the other direction goes on.
            state = State.BROKEN;
            release();
            source.wantRead(false);
            target.wantWrite(false);
        }
    }

    private void writeOn() throws IOException {
        if (!emptyPipe() || !emptyBuffer() || (sourceEnded && target.unsentBytes() > 0)) {
            source.wantRead(false);
            target.wantWrite(true);
            return;
        }
        target.wantWrite(false);
        if (!sourceEnded) {
            source.wantRead(true);
        } else {
            // RFC 9293 §3.6: the end of one direction is passed on; the other one lives on.
            state = State.DONE;
            source.wantRead(false);
            target.shutdownOutput();
        }
    }

    /** False while the target takes no more of it. */
    private boolean emptyPipe() throws IOException {
        Pipe through = pipe;
        if (through == null) {
            return true;
        }
        target.write(through);
        if (through.isEmpty()) {
            release();
        } else if (!target.takesPipes()) {
            pipe = null;
            waiting = pool.unpipe(through);
        }
        return pipe == null;
    }

    /** The same of a buffer. */
    private boolean emptyBuffer() throws IOException {
        ByteBuffer buffer = waiting;
        if (buffer == null) {
            return true;
        }
        if (buffer.hasRemaining()) {
            writing[0] = buffer;
            target.write(writing, 1);
        }
        if (!buffer.hasRemaining()) {
            release();
        }
        return waiting == null;
    }

    boolean isOver() {
        return state != State.FLOWING;
    }

    boolean isBroken() {
        return state == State.BROKEN;
    }

    void release() {
        pool.giveBack(waiting);
        waiting = null;
        pool.pipes().giveBack(pipe);
        pipe = null;
    }
}
