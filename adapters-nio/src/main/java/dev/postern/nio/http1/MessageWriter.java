package dev.postern.nio.http1;

import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.nio.buffer.BufferPool;
import dev.postern.nio.splice.Pipe;
import dev.postern.nio.transport.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages, one after the other, to a transport. What was encoded waits in {@code pending} and leaves together
 * with the first data; data itself is written from the buffer it was read into. When the transport is full it asks for
 * writability, and tells its owner when it can go on. One connection owns it.
 */
final class MessageWriter {
    /** Told of what happens later. */
    interface Owner {
        /** There is room again. */
        void writable();

        void writeFailed(IOException cause);
    }

    /** How the end of a body is told. */
    enum Framing {
        /** By a length in the head, or by the end of the connection. */
        PLAIN,
        CHUNKED
    }

    private static final int LONGEST_CHUNK_HEAD = 18;
    /** Up to here one buffer that is copied together is written faster than several from where they are. */
    private static final int MOST_COPIED = 4 * 1024;

    private final BufferPool pool;
    private final Transport transport;
    private final Executor later;
    private final Owner owner;
    private final ByteBuffer[] gathered = new ByteBuffer[3];
    private final ByteBuffer crlf = ByteBuffer.wrap(new byte[] {'\r', '\n'});
    private final ByteBuffer lastChunk = ByteBuffer.wrap(new byte[] {'\r', '\n', '0', '\r', '\n', '\r', '\n'});
    private @Nullable ByteBuffer pending;
    private boolean chunked;
    private long chunkLeft;
    private boolean ended = true;
    private boolean failed;
    private boolean hasSent;
    private long sentBytes;
    private long bodyBytes;

    MessageWriter(BufferPool pool, Transport transport, Executor later, Owner owner) {
        this.pool = pool;
        this.transport = transport;
        this.later = later;
        this.owner = owner;
    }

    /** Takes an encoded head; it leaves with the first data, or with a flush. */
    void head(ByteBuilder encoded, Framing framing) {
        append(encoded.array(), encoded.length());
        chunked = framing == Framing.CHUNKED;
        chunkLeft = 0;
        ended = false;
        hasSent = false;
        bodyBytes = 0;
    }

    /** What comes from now on are bytes without a head. */
    void open() {
        chunked = false;
        ended = false;
    }

    /** Takes the head of an interim response: another head follows it. */
    void interim(ByteBuilder encoded) {
        append(encoded.array(), encoded.length());
    }

    /** As {@link dev.postern.nio.http.MessageSink#write}. */
    void write(ByteBuffer data) {
        if (data.hasRemaining()) {
            send(data, crlf);
        }
    }

    /** As {@link dev.postern.nio.http.MessageSink#end}. */
    void end(ByteBuffer data) {
        if (data.hasRemaining()) {
            send(data, lastChunk);
            if (data.hasRemaining()) {
                return;
            }
        } else if (!ended && chunked) {
            // Only the closing chunk is left to say; lastChunk without the line end of a chunk before it.
            append(new byte[] {'0', '\r', '\n', '\r', '\n'}, 5);
        }
        ended = true;
        flush();
    }

    /** Takes the encoded end of a chunked body, its last chunk with trailers; a body that isn't has no place for them. */
    void trailers(ByteBuilder encoded) {
        if (chunked && !failed) {
            append(encoded.array(), encoded.length());
            ended = true;
        }
    }

    /** As {@link dev.postern.nio.http.MessageSink#takesPipes}: what frames chunks stands among their data. */
    boolean takesPipes() {
        return !chunked && !failed && transport.takesPipes();
    }

    /** As {@link dev.postern.nio.http.MessageSink#write}. */
    void write(Pipe data) {
        flush();
        int before = data.bytes();
        if (!failed && !hasPending()) {
            try {
                transport.write(data);
            } catch (IOException e) {
                fail(e);
            }
        }
        int moved = before - data.bytes();
        hasSent |= moved > 0;
        bodyBytes += moved;
        sentBytes += moved;
        if (failed) {
            if (hasSent) {
                data.lose();
            }
        } else if (!data.isEmpty()) {
            transport.wantWrite(true);
        }
    }

    /** As {@link dev.postern.nio.http.MessageSink#end}. */
    void end(Pipe data) {
        write(data);
        if (data.isEmpty()) {
            ended = true;
            flush();
        }
    }

    private void send(ByteBuffer data, ByteBuffer tail) {
        if (failed) {
            drop(data);
            return;
        }
        if (chunked && chunkLeft == 0) {
            chunkLeft = data.remaining();
            appendChunkHead(chunkLeft);
        }
        // why all of the heap: the JDK would copy it as well, to a buffer of its own.
        int mostCopied = data.isDirect() ? MOST_COPIED : Integer.MAX_VALUE;
        if (pending != null && data.remaining() <= Math.min(mostCopied, pending.remaining() - tail.capacity())) {
            sendTogether(pending, data, tail);
            return;
        }
        int count = 0;
        if (pending != null) {
            gathered[count++] = pending.flip();
        }
        gathered[count++] = data;
        if (chunked) {
            gathered[count++] = tail.rewind();
        }
        int before = data.remaining();
        try {
            writeGathered(count);
        } catch (IOException e) {
            fail(e);
            drop(data);
            return;
        }
        hasSent |= data.remaining() < before;
        bodyBytes += before - data.remaining();
        settlePending();
        if (chunked) {
            chunkLeft -= before - data.remaining();
            if (data.hasRemaining()) {
                tail.position(tail.limit());
            } else if (tail.hasRemaining()) {
                appendRest(tail);
            }
        }
        if (data.hasRemaining() || hasPending()) {
            transport.wantWrite(true);
        }
    }

    private void sendTogether(ByteBuffer out, ByteBuffer data, ByteBuffer tail) {
        int from = data.position();
        out.put(data);
        if (chunked) {
            chunkLeft = 0;
            out.put(tail.rewind());
        }
        gathered[0] = out.flip();
        try {
            writeGathered(1);
        } catch (IOException e) {
            fail(e);
            data.position(from);
            drop(data);
            return;
        }
        bodyBytes += data.position() - from;
        settlePending();
        if (hasPending()) {
            transport.wantWrite(true);
        }
    }

    // why: nothing of the message has left, so whoever has this data can still send it elsewhere.
    private void drop(ByteBuffer data) {
        if (hasSent) {
            data.position(data.limit());
        }
    }

    void flush() {
        if (pending == null || failed) {
            return;
        }
        gathered[0] = pending.flip();
        try {
            writeGathered(1);
        } catch (IOException e) {
            fail(e);
            return;
        }
        settlePending();
        if (hasPending()) {
            transport.wantWrite(true);
        }
    }

    /** The transport can take more. */
    void ready() {
        try {
            transport.flush();
        } catch (IOException e) {
            fail(e);
        }
        flush();
        if (!failed && !hasPending()) {
            transport.wantWrite(false);
            owner.writable();
        }
    }

    /** True when everything of the message has left. */
    boolean isDone() {
        return ended && !failed && !hasPending();
    }

    /** Whether any byte of the message may have reached the other side. */
    boolean hasSent() {
        return hasSent;
    }

    /** Whether something waits to leave, here or in the transport. */
    boolean hasPending() {
        return pending != null || transport.unsentBytes() > 0;
    }

    private void writeGathered(int count) throws IOException {
        long before = remaining(count);
        transport.write(gathered, count);
        sentBytes += before - remaining(count);
    }

    private long remaining(int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += gathered[i].remaining();
        }
        return sum;
    }

    /** How much has left since the beginning: tells progress. */
    long sentBytes() {
        return sentBytes - transport.unsentBytes();
    }

    /** How much data has left since the last head, without what frames it. */
    long bodyBytes() {
        return bodyBytes;
    }

    boolean hasFailed() {
        return failed;
    }

    private void settlePending() {
        ByteBuffer sent = pending;
        if (sent != null) {
            hasSent |= sent.position() > 0;
            if (sent.hasRemaining()) {
                sent.compact();
            } else {
                pool.giveBack(sent);
                pending = null;
            }
        }
    }

    private void fail(IOException cause) {
        failed = true;
        release();
        // why: later, so that whoever is writing just now doesn't have its buffers taken away under it.
        later.execute(() -> owner.writeFailed(cause));
    }

    private void appendChunkHead(long size) {
        ByteBuffer out = room(LONGEST_CHUNK_HEAD);
        int shift = 60 - Long.numberOfLeadingZeros(size) / 4 * 4;
        for (; shift >= 0; shift -= 4) {
            int digit = (int) (size >>> shift) & 0xf;
            out.put((byte) (digit < 10 ? '0' + digit : 'a' + digit - 10));
        }
        out.put((byte) '\r').put((byte) '\n');
    }

    private void appendRest(ByteBuffer rest) {
        room(rest.remaining()).put(rest);
    }

    private void append(byte[] bytes, int length) {
        room(length).put(bytes, 0, length);
    }

    /** Pending, ready to be put to, with that much room. */
    private ByteBuffer room(int bytes) {
        ByteBuffer out = pending;
        if (out == null) {
            out = bytes <= BufferPool.HEAD_BYTES ? pool.borrowMessage() : pool.borrowLargeHead(bytes);
        } else if (out.remaining() < bytes) {
            ByteBuffer larger = pool.borrowLargeHead(Math.max(out.capacity() * 2, out.position() + bytes));
            larger.put(out.flip());
            pool.giveBack(out);
            out = larger;
        }
        pending = out;
        return out;
    }

    void release() {
        pool.giveBack(pending);
        pending = null;
    }
}
