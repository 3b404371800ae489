package dev.postern.nio.http;

import dev.postern.domain.bytes.HeaderFields;
import dev.postern.nio.buffer.BufferPool;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Passes a request's body on and keeps what has passed, so that another try can begin with it. What is larger than may be
 * kept, or comes while buffers are short, passes and is kept no more. An exchange owns it; {@link #release()} ends it.
 */
final class KeptBody implements MessageSink {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final BufferPool pool;
    /** Each is written to its position. */
    private final List<ByteBuffer> kept = new ArrayList<>();

    private @Nullable ClientStream to;
    private long room;
    private boolean whole;
    private boolean ended;
    private boolean caughtUp;
    /** From where the present try has to be given what is kept: a buffer, and a place in it. */
    private int next;

    private int nextPosition;

    KeptBody(BufferPool pool) {
        this.pool = pool;
    }

    /** For a body of which nothing has passed yet. */
    void begin(long mostBytes) {
        release();
        room = mostBytes;
        whole = true;
        ended = false;
        pause();
    }

    /** Whether all that has passed is still here. */
    boolean isWhole() {
        return whole;
    }

    /** There is no try at the moment, and nothing is taken. */
    void pause() {
        to = null;
        caughtUp = false;
    }

    /** The next try gets the body from its beginning; it is told by {@link #catchUp()}. */
    void passTo(ClientStream stream) {
        to = stream;
        caughtUp = false;
        next = 0;
        nextPosition = 0;
    }

    /** Gives the present try what is kept and it lacks; false while it has no room for all of that. */
    boolean catchUp() {
        ClientStream stream = to;
        if (stream == null || caughtUp) {
            return caughtUp;
        }
        for (; next < kept.size(); next++) {
            ByteBuffer from = kept.get(next).duplicate().flip().position(nextPosition);
            stream.write(from);
            nextPosition = from.position();
            if (from.hasRemaining()) {
                return false;
            }
            nextPosition = 0;
        }
        if (ended) {
            stream.end(NOTHING);
        }
        caughtUp = true;
        return true;
    }

    @Override
    public void write(ByteBuffer data) {
        if (to != null && caughtUp) {
            int from = data.position();
            to.write(data);
            keep(data, from);
        }
    }

    @Override
    public void end(ByteBuffer data) {
        if (!caughtUp && data.hasRemaining()) {
            return;
        }
        if (to != null && caughtUp) {
            int from = data.position();
            to.end(data);
            keep(data, from);
        }
        ended = !data.hasRemaining();
    }

    /** They are not kept. */
    @Override
    public void trailers(HeaderFields fields) {
        if (to != null) {
            to.trailers(fields);
        }
        whole = false;
    }

    @Override
    public void flush() {
        if (to != null) {
            to.flush();
        }
    }

    private void keep(ByteBuffer data, int from) {
        int passed = data.position() - from;
        if (!whole || passed == 0) {
            return;
        }
        room -= passed;
        if (room < 0 || !copy(data, from, passed)) {
            release();
        }
    }

    /** False where there is no buffer for it. */
    private boolean copy(ByteBuffer data, int from, int length) {
        int done = 0;
        while (done < length) {
            if (kept.isEmpty() || !kept.getLast().hasRemaining()) {
                if (pool.isShort()) {
                    return false;
                }
                kept.add(pool.borrowBody());
            }
            ByteBuffer into = kept.getLast();
            int part = Math.min(into.remaining(), length - done);
            into.put(into.position(), data, from + done, part);
            into.position(into.position() + part);
            done += part;
        }
        return true;
    }

    /** Keeps nothing any more; what comes passes. */
    void release() {
        for (ByteBuffer each : kept) {
            pool.giveBack(each);
        }
        kept.clear();
        whole = false;
    }

    /** There is an answer, so that no other try follows. */
    void settle() {
        if (caughtUp) {
            release();
        }
    }

    /** The exchange is over. */
    void rest() {
        release();
        pause();
    }
}
