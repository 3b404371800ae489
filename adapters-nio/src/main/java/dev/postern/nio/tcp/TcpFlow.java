package dev.postern.nio.tcp;

import dev.postern.nio.buffer.BufferPool;
import dev.postern.nio.loop.Count;
import dev.postern.nio.transport.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a tunnel. Holds a buffer only while the target is slower than the source. Owned by its tunnel.
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
    private boolean sourceEnded;

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
        if (waiting != null || sourceEnded || isOver()) {
            source.wantRead(false);
            return;
        }
        ByteBuffer buffer = pool.borrowBody();
        waiting = buffer;
        sourceEnded = source.read(buffer) < 0;
        buffer.flip();
        bytes.add(buffer.remaining());
        write();
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
        ByteBuffer buffer = waiting;
        if (buffer != null) {
            if (buffer.hasRemaining()) {
                writing[0] = buffer;
                target.write(writing, 1);
            }
            if (buffer.hasRemaining()) {
                source.wantRead(false);
                target.wantWrite(true);
                return;
            }
            release();
        }
        if (sourceEnded && target.unsentBytes() > 0) {
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

    boolean isOver() {
        return state != State.FLOWING;
    }

    boolean isBroken() {
        return state == State.BROKEN;
    }

    void release() {
        pool.giveBack(waiting);
        waiting = null;
    }
}
