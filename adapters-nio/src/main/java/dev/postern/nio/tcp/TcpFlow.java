package dev.postern.nio.tcp;

import dev.postern.nio.buffer.BufferPool;
import dev.postern.nio.transport.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One direction of a relay. Holds a buffer only while the target is slower than the source. Owned by its relay. */
final class TcpFlow {
    private final BufferPool pool;
    private final Transport source;
    private final Transport target;
    private final ByteBuffer[] writing = new ByteBuffer[1];
    private @Nullable ByteBuffer waiting;
    private boolean sourceEnded;
    private boolean done;

    TcpFlow(BufferPool pool, Transport source, Transport target) {
        this.pool = pool;
        this.source = source;
        this.target = target;
    }

    /** The source is readable. */
    void read() throws IOException {
        if (waiting != null || sourceEnded) {
            source.wantRead(false);
            return;
        }
        ByteBuffer buffer = pool.borrowBody();
        waiting = buffer;
        sourceEnded = source.read(buffer) < 0;
        buffer.flip();
        write();
    }

    /** The target takes more. */
    void write() throws IOException {
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
        target.wantWrite(false);
        if (!sourceEnded) {
            source.wantRead(true);
        } else if (!done) {
            // RFC 9293 §3.6: the end of one direction is passed on; the other one lives on.
            done = true;
            source.wantRead(false);
            target.shutdownOutput();
        }
    }

    boolean isDone() {
        return done;
    }

    void release() {
        pool.giveBack(waiting);
        waiting = null;
    }
}
