package dev.postern.nio.http1;

import dev.postern.domain.bytes.HeaderFields;
import dev.postern.nio.buffer.BufferPool;
import dev.postern.nio.http.MessageSink;
import dev.postern.nio.splice.Pipe;
import dev.postern.nio.transport.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Carries a body from the bytes behind a head, and then from the transport, into a sink. It stops when the sink is full
 * and goes on when asked. Holds a buffer only while there is data in it. Much data of known length goes through a pipe,
 * where both sides take one, and is never seen.
 */
final class BodyReader {
    enum Outcome {
        NEEDS_MORE,
        BLOCKED,
        ENDED,
        BROKEN,
        TOO_LARGE
    }

    /** So much must be left of a body, before the bytes of it go through a pipe. */
    private static final int LEAST_FOR_A_PIPE = 64 * 1024;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final BufferPool pool;
    private final BodyDecoder decoder = new BodyDecoder();
    private @Nullable ByteBuffer buffer;
    private @Nullable Pipe pipe;
    /** The last time as much came as a pipe is worth; at the beginning the length tells. */
    private boolean isMuch;

    private boolean endTold;
    private long allowed;
    private long passed;

    BodyReader(BufferPool pool) {
        this.pool = pool;
    }

    /** For the next message; how its body ends is then said to the decoder. */
    BodyDecoder begin() {
        endTold = false;
        allowed = Long.MAX_VALUE;
        passed = 0;
        isMuch = true;
        return decoder;
    }

    /** Lets no more than that much data pass. */
    void limit(long bytes) {
        allowed = bytes;
    }

    /** How much data of the message was passed on. */
    long passed() {
        return passed;
    }

    boolean hasEnded() {
        return endTold;
    }

    /** Passes on what stands in a buffer. */
    Outcome drain(ByteBuffer in, MessageSink sink) {
        while (!endTold) {
            int data = decoder.available(in);
            if (data == 0) {
                if (decoder.hasEnded()) {
                    endTold = true;
                    HeaderFields trailers = decoder.trailers();
                    if (trailers != null) {
                        sink.trailers(trailers);
                    }
                    sink.end(NOTHING);
                    return Outcome.ENDED;
                }
                return decoder.isBroken() ? Outcome.BROKEN : Outcome.NEEDS_MORE;
            }
            if (data > allowed) {
                return Outcome.TOO_LARGE;
            }
            boolean last = decoder.endsBehind(in, data);
            int limit = in.limit();
            int from = in.position();
            in.limit(from + data);
            if (last) {
                sink.end(in);
            } else {
                sink.write(in);
            }
            in.limit(limit);
            decoder.taken(in.position() - from);
            allowed -= in.position() - from;
            passed += in.position() - from;
            if (in.position() - from < data) {
                return Outcome.BLOCKED;
            }
            if (last) {
                // The closing chunk is in the buffer as well; step over it.
                decoder.available(in);
                endTold = true;
            }
        }
        return Outcome.ENDED;
    }

    /** Reads once from the transport and passes it on. */
    Outcome read(Transport transport, MessageSink sink) throws IOException {
        Pipe through = pipeFor(transport, sink);
        return through == null ? readIntoBuffer(transport, sink) : readThrough(through, transport, sink);
    }

    /** Null where bytes have to be looked at, or are too few to be worth it. */
    private @Nullable Pipe pipeFor(Transport transport, MessageSink sink) {
        long left = decoder.unframed();
        return left >= LEAST_FOR_A_PIPE && isMuch && left <= allowed && transport.takesPipes() && sink.takesPipes()
                ? pool.pipes().borrow()
                : null;
    }

    private Outcome readThrough(Pipe through, Transport transport, MessageSink sink) throws IOException {
        pipe = through;
        int n = transport.read(through, decoder.unframed());
        isMuch = n >= Pipe.WORTH_BYTES;
        if (n < 0) {
            decoder.streamEnded();
            return Outcome.BROKEN;
        }
        return settle(n == 0 ? Outcome.NEEDS_MORE : pass(through, sink));
    }

    /** Passes on what stands in the pipe. */
    private Outcome pass(Pipe from, MessageSink sink) {
        int before = from.bytes();
        boolean last = before == decoder.unframed();
        if (last) {
            sink.end(from);
        } else {
            sink.write(from);
        }
        int moved = before - from.bytes();
        decoder.taken(moved);
        allowed -= moved;
        passed += moved;
        if (moved < before) {
            return Outcome.BLOCKED;
        }
        endTold = last;
        return last ? Outcome.ENDED : Outcome.NEEDS_MORE;
    }

    private Outcome readIntoBuffer(Transport transport, MessageSink sink) throws IOException {
        ByteBuffer into = buffer;
        if (into == null) {
            into = pool.borrowBody();
            buffer = into;
        } else {
            into.clear();
        }
        into.limit(decoder.wanted(into.capacity()));
        int n = transport.read(into);
        isMuch = !into.hasRemaining();
        into.flip();
        if (n < 0) {
            decoder.streamEnded();
        }
        return settle(drain(into, sink));
    }

    /** Goes on with what was left when the sink was full. */
    Outcome resume(MessageSink sink) {
        Pipe from = pipe;
        if (from != null && sink.takesPipes()) {
            return settle(pass(from, sink));
        }
        if (from != null) {
            pipe = null;
            buffer = pool.unpipe(from);
        }
        return buffer == null ? Outcome.NEEDS_MORE : settle(drain(buffer, sink));
    }

    /** True while data waits for the sink. */
    boolean holdsData() {
        return buffer != null && buffer.hasRemaining();
    }

    private Outcome settle(Outcome outcome) {
        if (outcome == Outcome.NEEDS_MORE || (outcome == Outcome.ENDED && !holdsData())) {
            release();
        }
        return outcome;
    }

    /** What was read beyond the end of the body: the beginning of the next message. Null when nothing. */
    @Nullable
    ByteBuffer surplus() {
        return holdsData() ? buffer : null;
    }

    void release() {
        pool.giveBack(buffer);
        buffer = null;
        pool.pipes().giveBack(pipe);
        pipe = null;
    }
}
