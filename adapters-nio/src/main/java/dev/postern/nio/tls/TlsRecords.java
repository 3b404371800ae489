package dev.postern.nio.tls;

import dev.postern.nio.buffer.BufferPool;
import dev.postern.nio.transport.Transport;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The records of a connection whose handshake is over, and the buffers that they pass through: borrowed while there is
 * something in them. Data is decrypted into the reader's own buffer where it is large enough, and encrypted from the
 * writer's own. Owned by a {@link TlsTransport}.
 */
final class TlsRecords {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int RECORD_HEADER = 5;
    /** why: sooner than this nobody means it, and later the peer pays no less than we do. */
    private static final int MOST_IDLE_RECORDS = 32;

    private final BufferPool pool;
    private final SSLEngine engine;
    private final Transport plain;
    private final ByteBuffer[] single = new ByteBuffer[1];

    /** From the socket, ready to be read. */
    private @Nullable ByteBuffer incoming;
    /** Data for which the reader's buffer was too small, ready to be read. */
    private @Nullable ByteBuffer surplus;
    /** For the socket, ready to be read. */
    private @Nullable ByteBuffer outgoing;

    private boolean engineMayHold;
    private boolean isBulk;
    private int idleRecords;
    private boolean endIsHere;
    private boolean endIsTold;
    private boolean endsOutput;

    TlsRecords(BufferPool pool, SSLEngine engine, Transport plain) {
        this.pool = pool;
        this.engine = engine;
        this.plain = plain;
    }

    // ---- reading

    /** As {@link Transport#read}: -1 only where the peer has said so, so that a cut connection can be told from it. */
    int read(ByteBuffer into) throws IOException {
        int before = into.position();
        takeSurplus(into);
        boolean mayRead = true;
        while (into.hasRemaining() && !endIsHere) {
            boolean isMoving = (incoming != null || engineMayHold) && unwrap(into);
            if (isMoving) {
                continue;
            }
            if (into.position() > before || !mayRead || !fill()) {
                break;
            }
            mayRead = false;
        }
        settleIncoming();
        if (into.position() == before && endIsHere) {
            endIsTold = true;
            return -1;
        }
        return into.position() - before;
    }

    private void takeSurplus(ByteBuffer into) {
        ByteBuffer from = surplus;
        if (from == null) {
            return;
        }
        int count = Math.min(from.remaining(), into.remaining());
        into.put(into.position(), from, from.position(), count);
        into.position(into.position() + count);
        from.position(from.position() + count);
        if (!from.hasRemaining()) {
            pool.giveBack(from);
            surplus = null;
        }
    }

    /** Reads from the socket once; false where nothing is there. */
    private boolean fill() throws IOException {
        if (incoming == null) {
            incoming = borrow(isBulk);
        } else {
            incoming.compact();
        }
        ByteBuffer buffer = incoming;
        if (!buffer.hasRemaining()) {
            throw new SSLException("a record that is too large");
        }
        int n = 0;
        try {
            n = plain.read(buffer);
        } finally {
            isBulk = !buffer.hasRemaining();
            buffer.flip();
        }
        if (n < 0) {
            // RFC 8446 §6.1: an end that was not announced may be somebody else's doing.
            throw new EOFException("closed without close_notify");
        }
        return n > 0;
    }

    /** why not large where memory is short: what the pool lends then is too small for a record. */
    private ByteBuffer borrow(boolean large) {
        return large && !pool.isShort() ? pool.borrowBody() : pool.borrowRecord();
    }

    /** Decrypts one record; false where there is none. */
    private boolean unwrap(ByteBuffer into) throws IOException {
        ByteBuffer from = incoming == null ? NOTHING : incoming;
        int consumed = from.position();
        int produced = into.position();
        SSLEngineResult result = engine.unwrap(from, into);
        boolean isData = into.position() > produced;
        engineMayHold = false;
        return switch (result.getStatus()) {
            case OK -> {
                boolean isMoving = isData || from.position() > consumed;
                if (isMoving) {
                    heed(result.getHandshakeStatus(), isData);
                }
                yield isMoving;
            }
            case CLOSED -> {
                endIsHere = true;
                yield true;
            }
            case BUFFER_UNDERFLOW -> false;
            case BUFFER_OVERFLOW -> unwrapAside(into);
        };
    }

    /** For a record that may be larger than the reader's buffer; false where there is none. */
    private boolean unwrapAside(ByteBuffer into) throws IOException {
        ByteBuffer from = incoming == null ? NOTHING : incoming;
        int consumed = from.position();
        ByteBuffer aside = pool.borrowRecord();
        surplus = aside;
        SSLEngineResult result = engine.unwrap(from, aside);
        aside.flip();
        boolean isData = aside.hasRemaining();
        engineMayHold = result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW;
        endIsHere = result.getStatus() == SSLEngineResult.Status.CLOSED;
        if (engineMayHold && !isData) {
            throw new SSLException("a record that is too large");
        }
        takeSurplus(into);
        boolean isMoving = isData || endIsHere || from.position() > consumed;
        if (isMoving && !endIsHere) {
            heed(result.getHandshakeStatus(), isData);
        }
        return isMoving;
    }

    /** What came beside data. A peer may say little of that kind, and begin no other handshake. */
    private void heed(HandshakeStatus status, boolean isData) throws IOException {
        idleRecords = isData ? 0 : idleRecords + 1;
        if (idleRecords > MOST_IDLE_RECORDS) {
            throw new SSLException("record after record without data");
        }
        switch (status) {
            case NOT_HANDSHAKING, FINISHED -> {}
            case NEED_WRAP -> answer();
            case NEED_TASK, NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                if (!engine.getSession().getProtocol().equals("TLSv1.3")) {
                    throw new SSLException("renegotiation is refused");
                }
                for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                    task.run();
                }
            }
        }
    }

    /** RFC 8446 §4.6.3: who asks for new keys gets ours. Behind what waits to leave, where there is room for it. */
    private void answer() throws IOException {
        if (!engine.getSession().getProtocol().equals("TLSv1.3")) {
            throw new SSLException("renegotiation is refused");
        }
        if (outgoing == null) {
            wrapAlone();
        }
    }

    /** Keeps no more room than what has come of a record needs. */
    private void settleIncoming() {
        ByteBuffer from = incoming;
        if (from == null) {
            return;
        }
        if (!from.hasRemaining()) {
            pool.giveBack(from);
            incoming = null;
        } else if (isBulk != (from.capacity() > BufferPool.RECORD_BYTES)
                && from.remaining() < BufferPool.RECORD_BYTES
                && !hasRecord(from)) {
            incoming = borrow(isBulk).put(from).flip();
            pool.giveBack(from);
        }
    }

    /** Whether a read would find something without the socket. */
    boolean hasBuffered() {
        if (surplus != null || engineMayHold || (endIsHere && !endIsTold)) {
            return true;
        }
        return incoming != null && hasRecord(incoming);
    }

    private static boolean hasRecord(ByteBuffer from) {
        if (from.remaining() < RECORD_HEADER) {
            return false;
        }
        int length = Short.toUnsignedInt(from.getShort(from.position() + RECORD_HEADER - 2));
        return from.remaining() >= RECORD_HEADER + length || RECORD_HEADER + length > BufferPool.RECORD_BYTES;
    }

    /** Begins with what came behind the handshake; on loan from the pool, and ready to be read. */
    void begin(@Nullable ByteBuffer earlier) {
        incoming = earlier;
        settleIncoming();
    }

    // ---- writing

    /** As {@link Transport#write}. What it takes may still wait in here. */
    void write(ByteBuffer[] buffers, int count) throws IOException {
        if (endsOutput) {
            throw new SSLException("its end was announced before");
        }
        long left = remaining(buffers, count);
        while (flush() && left > 0) {
            ByteBuffer out = borrow(left > BufferPool.HEAD_BYTES);
            try {
                while (left > 0 && out.remaining() >= BufferPool.RECORD_BYTES) {
                    wrap(buffers, count, out);
                    left = remaining(buffers, count);
                }
            } finally {
                outgoing = out.flip();
            }
        }
    }

    private void wrap(ByteBuffer[] from, int count, ByteBuffer out) throws IOException {
        int before = out.position();
        SSLEngineResult result = engine.wrap(from, 0, count, out);
        if (result.getStatus() != SSLEngineResult.Status.OK || out.position() == before) {
            throw new SSLException("takes no more data: " + result.getStatus());
        }
    }

    private static long remaining(ByteBuffer[] buffers, int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += buffers[i].remaining();
        }
        return sum;
    }

    /** Writes what waits; false where the socket doesn't take all of it now. */
    boolean flush() throws IOException {
        ByteBuffer out = outgoing;
        if (out != null) {
            if (out.hasRemaining()) {
                single[0] = out;
                plain.write(single, 1);
            }
            if (out.hasRemaining()) {
                return false;
            }
            pool.giveBack(out);
            outgoing = null;
        }
        return true;
    }

    boolean isFlushed() {
        return outgoing == null;
    }

    long unsentBytes() {
        return outgoing == null ? 0 : outgoing.remaining();
    }

    /** Says that nothing follows. Only when all has left. */
    void endOutput() throws IOException {
        if (!endsOutput) {
            endsOutput = true;
            engine.closeOutbound();
            wrapAlone();
        }
    }

    /** What the engine has to say of its own accord. */
    private void wrapAlone() throws IOException {
        ByteBuffer out = pool.borrowRecord();
        try {
            engine.wrap(NOTHING, out);
        } finally {
            outgoing = out.flip();
        }
        flush();
    }

    boolean endsOutput() {
        return endsOutput;
    }

    /** Takes what a handshake has to say; on loan from the pool, and ready to be read. */
    void send(ByteBuffer made) {
        outgoing = made;
    }

    void release() {
        pool.giveBack(incoming);
        pool.giveBack(surplus);
        pool.giveBack(outgoing);
        incoming = null;
        surplus = null;
        outgoing = null;
    }
}
