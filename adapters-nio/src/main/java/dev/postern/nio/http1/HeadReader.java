package dev.postern.nio.http1;

import dev.postern.nio.buffer.BufferPool;
import dev.postern.nio.transport.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that heads are read into and decoded in. They stay where they are until the exchange that a head belongs to
 * is over; what comes behind them is the beginning of a body, or the next head. Holds a buffer only while there is
 * something in it to be kept. One connection owns it.
 */
final class HeadReader {
    /** Reads start lines, and follows when the bytes move to a larger buffer. */
    interface StartLine extends HeadDecoder.StartLine {
        void moved(byte[] array, int by);
    }

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    /** Room behind the largest head, so that a head at its limit is told from one beyond it. */
    private static final int MARGIN = 4096;

    private final BufferPool pool;
    private final StartLine startLine;
    private final HeadDecoder decoder;
    private final int maxBytes;
    private @Nullable ByteBuffer buffer;

    HeadReader(BufferPool pool, StartLine startLine, int maxBytes, int maxFields) {
        this.pool = pool;
        this.startLine = startLine;
        this.maxBytes = maxBytes;
        decoder = new HeadDecoder(startLine, maxBytes, maxFields);
    }

    HeadFields fields() {
        return decoder.fields();
    }

    FieldFacts facts() {
        return decoder.facts();
    }

    HeadFault fault() {
        return decoder.fault();
    }

    /** Reads behind what is there already; begins a head where there is nothing. As {@link Transport#read}. */
    int read(Transport transport) throws IOException {
        ByteBuffer window = pool.window();
        if (buffer != null) {
            window.limit(Math.min(window.capacity(), buffer.capacity() - buffer.limit()));
        }
        try {
            return transport.read(window);
        } finally {
            // why: also when a read fails, after some bytes have come.
            keep(window.flip());
        }
    }

    private void keep(ByteBuffer read) {
        if (!read.hasRemaining()) {
            return;
        }
        ByteBuffer into = buffer;
        if (into == null) {
            into = pool.borrowHead(read.remaining()).limit(0);
            buffer = into;
            decoder.begin(into);
        }
        int end = into.limit();
        into.limit(end + read.remaining()).put(end, read, 0, read.remaining());
    }

    /** Decodes on; asking for more it has made sure that there is room for it. */
    HeadDecoder.Progress decode() {
        ByteBuffer in = bytes();
        HeadDecoder.Progress progress = decoder.decode(in);
        if (progress == HeadDecoder.Progress.NEEDS_MORE && !hasRoom()) {
            grow(in);
        }
        return progress;
    }

    private void grow(ByteBuffer full) {
        ByteBuffer larger = full.capacity() < BufferPool.HEAD_BYTES
                ? pool.borrowHead()
                : pool.borrowLargeHead(Math.max(maxBytes, full.capacity()) + MARGIN);
        int from = decoder.headStart();
        int position = full.position();
        larger.put(full.position(from));
        larger.flip().position(position - from);
        decoder.moved(larger.array(), -from);
        startLine.moved(larger.array(), -from);
        pool.giveBack(full);
        buffer = larger;
    }

    /** What was read and not yet taken; empty when there is nothing. */
    ByteBuffer bytes() {
        return buffer == null ? NOTHING : buffer;
    }

    boolean hasBytes() {
        return bytes().hasRemaining();
    }

    /** Whether anything of a head has come. */
    boolean hasBegun() {
        return buffer != null && buffer.limit() > 0;
    }

    boolean hasRoom() {
        return buffer == null || buffer.limit() < buffer.capacity();
    }

    /** Another head follows the one just decoded, which is still in use. */
    void continueBehind() {
        decoder.begin(bytes());
    }

    /** The head is not in use any more; true when bytes of the next one are here already. */
    boolean next() {
        if (buffer == null || !buffer.hasRemaining()) {
            release();
            return false;
        }
        buffer.compact().flip();
        decoder.begin(buffer);
        return true;
    }

    /** Takes bytes that were read beyond the end of a body, in place of a head that is not in use any more. */
    void take(ByteBuffer surplus) {
        release();
        buffer = pool.borrowLargeHead(Math.max(surplus.remaining(), maxBytes) + MARGIN)
                .put(surplus)
                .flip();
    }

    void release() {
        pool.giveBack(buffer);
        buffer = null;
    }
}
