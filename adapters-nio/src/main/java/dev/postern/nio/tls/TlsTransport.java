package dev.postern.nio.tls;

import dev.postern.domain.bytes.Slice;
import dev.postern.nio.buffer.BufferPool;
import dev.postern.nio.loop.EventLoop;
import dev.postern.nio.loop.KeyHandler;
import dev.postern.nio.loop.Timeout;
import dev.postern.nio.transport.Dialled;
import dev.postern.nio.transport.PlainTransport;
import dev.postern.nio.transport.TlsFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * A socket with TLS over it. Its handler hears nothing before the handshake is over, one way or the other: then it is told
 * of {@code OP_CONNECT}, once. Belongs to one loop, but lends its engine out for each step of the handshake. Ends by {@link
 * #close()} or {@link #reset()}. Longer than most files, because reading, writing and shaking hands share one engine, and
 * each may need another of them first.
 *
 * <pre>
 *   CONNECTING --connected--> SHAKING --agreed--> OPEN --close--> LEAVING --all has left, or time is up--> CLOSED
 *        \__________________failed__________________\--close, reset--> CLOSED
 * </pre>
 */
public final class TlsTransport implements Dialled {
    private enum State {
        CONNECTING,
        SHAKING,
        OPEN,
        LEAVING,
        CLOSED
    }

    /**
     * Where it works.
     *
     * @param steps runs what a loop has no time for
     */
    public record Parts(EventLoop loop, BufferPool buffers, Executor steps) {}

    private static final int MOST_ROUNDS = 16;
    private static final long LEAVING_NANOS = 5_000_000_000L;
    private static final long LINGER_NANOS = 1_000_000_000L;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final Slice NO_NAME = new Slice();

    private final Parts parts;
    private final TlsEngines engines;
    private final SSLEngine engine;
    private final PlainTransport plain;
    private final TlsRecords records;
    private final Slice serverName;
    private final Timeout patience = new Timeout(this::finish);
    private ByteBuffer introduction = NOTHING;
    private KeyHandler handler;
    private State state;
    private @Nullable TlsSession session;
    private @Nullable IOException failure;
    /** Of the handshake, from the socket and not understood yet; ready to be read. */
    private @Nullable ByteBuffer heard;

    private boolean isStepping;
    private boolean wantsRead;
    private boolean wantsWrite;
    private boolean isDelivering;
    private boolean isScheduled;
    private boolean endsOutput;
    /** The peer was told what is wrong with its handshake. */
    private boolean wasAlerted;

    private TlsTransport(
            Parts parts, TlsEngines engines, SSLEngine engine, SocketChannel channel, Slice serverName, State first)
            throws IOException {
        this.parts = parts;
        this.engines = engines;
        this.engine = engine;
        this.serverName = serverName;
        state = first;
        handler = _ -> {};
        plain = new PlainTransport(
                parts.loop(), channel, first == State.CONNECTING ? SelectionKey.OP_CONNECT : 0, this::ready);
        records = new TlsRecords(parts.buffers(), engine, plain);
    }

    /**
     * The server's side of an accepted connection.
     *
     * @param hello what was read of it before, on loan from the pool and ready to be read
     * @param serverName that the hello asks for
     */
    public static TlsTransport accepted(
            Parts parts, ServerContext context, SocketChannel channel, ByteBuffer hello, Slice serverName)
            throws IOException {
        TlsTransport made =
                new TlsTransport(parts, context.engines(), context.engine(), channel, serverName.copy(), State.SHAKING);
        made.heard = hello;
        return made;
    }

    /** The client's side of a connection that is being opened, and goes on by itself. */
    public static TlsTransport dialled(Parts parts, ClientContext context, SSLEngine engine, SocketChannel channel)
            throws IOException {
        return new TlsTransport(parts, context.engines(), engine, channel, NO_NAME, State.CONNECTING);
    }

    /** What a dialled connection says before its TLS; no more than fits into a record. */
    public void introduce(ByteBuffer first) {
        introduction = first;
    }

    /** Who hears of it from now on. */
    public void follow(KeyHandler by) {
        handler = by;
    }

    /** Begins the handshake of an accepted connection. */
    public void begin() {
        try {
            engine.beginHandshake();
            step();
        } catch (IOException e) {
            fail(new TlsFailure(e));
        }
    }

    /** What the handshake has agreed on; only when it is over. */
    public TlsSession session() {
        if (session == null) {
            throw new IllegalStateException("not agreed yet");
        }
        return session;
    }

    // ---- readiness

    private void ready(int readyOps) {
        switch (state) {
            case CONNECTING -> connected();
            case SHAKING -> shake(readyOps);
            case OPEN -> {
                if ((readyOps & SelectionKey.OP_WRITE) != 0) {
                    writable();
                }
                if ((readyOps & SelectionKey.OP_READ) != 0) {
                    deliver();
                }
            }
            case LEAVING -> leave();
            case CLOSED -> {}
        }
    }

    /** For a channel that was connected before the loop saw it. */
    public void connectedAtOnce() {
        if (state == State.CONNECTING) {
            connected();
        }
    }

    private void connected() {
        try {
            plain.finishConnect();
            state = State.SHAKING;
            engine.beginHandshake();
            if (introduction.hasRemaining()) {
                records.send(parts.buffers().borrowRecord().put(introduction).flip());
            }
            shake(SelectionKey.OP_WRITE);
        } catch (IOException e) {
            fail(e);
        }
    }

    // ---- the handshake

    private void shake(int readyOps) {
        if (isStepping) {
            return;
        }
        try {
            boolean hasLeft = records.flush();
            plain.wantWrite(!hasLeft);
            if (!hasLeft) {
                return;
            }
            if ((readyOps & SelectionKey.OP_READ) != 0 && !hear()) {
                return;
            }
            step();
        } catch (IOException e) {
            fail(new TlsFailure(e));
        }
    }

    /** False where nothing has come. */
    private boolean hear() throws IOException {
        ByteBuffer buffer = heard == null ? parts.buffers().borrowRecord() : heard.compact();
        heard = buffer;
        int n = 0;
        try {
            n = plain.read(buffer);
        } finally {
            buffer.flip();
        }
        if (n < 0) {
            throw new TlsFailure("closed in the handshake");
        }
        if (n == 0 && buffer.limit() == buffer.capacity()) {
            throw new TlsFailure("a record that is too large");
        }
        return n > 0;
    }

    private void step() {
        if (state != State.SHAKING) {
            return;
        }
        isStepping = true;
        plain.wantRead(false);
        BufferPool pool = parts.buffers();
        ByteBuffer incoming = heard == null ? pool.borrowRecord().flip() : heard;
        ByteBuffer outgoing = pool.borrowRecord();
        ByteBuffer spare = pool.borrowRecord();
        heard = incoming;
        HandshakeStep step = new HandshakeStep(engine, incoming, outgoing, spare);
        try {
            parts.steps().execute(() -> {
                HandshakeStep.Outcome outcome = step.run();
                TlsSession agreed = outcome == HandshakeStep.Outcome.DONE ? TlsSession.of(engine, serverName) : null;
                try {
                    parts.loop().execute(() -> stepped(step, outcome, agreed, outgoing, spare));
                } catch (RejectedExecutionException e) {
                    // The worker is closing, and with it all its connections.
                }
            });
        } catch (RejectedExecutionException e) {
            isStepping = false;
            pool.giveBack(outgoing);
            pool.giveBack(spare);
            fail(new TlsFailure("shutting down"));
        }
    }

    private void stepped(
            HandshakeStep step,
            HandshakeStep.Outcome outcome,
            @Nullable TlsSession agreed,
            ByteBuffer outgoing,
            ByteBuffer spare) {
        isStepping = false;
        parts.buffers().giveBack(spare);
        if (outgoing.position() > 0 && state == State.SHAKING) {
            records.send(outgoing.flip());
        } else {
            parts.buffers().giveBack(outgoing);
        }
        if (heard != null && !heard.hasRemaining()) {
            parts.buffers().giveBack(heard);
            heard = null;
        }
        if (state != State.SHAKING) {
            release();
            return;
        }
        try {
            boolean hasLeft = records.flush();
            switch (outcome) {
                case NEEDS_INPUT -> {
                    plain.wantWrite(!hasLeft);
                    plain.wantRead(hasLeft);
                }
                case NEEDS_ROOM -> {
                    plain.wantWrite(!hasLeft);
                    if (hasLeft) {
                        step();
                    }
                }
                case DONE -> agreed(agreed, hasLeft);
                case FAILED -> {
                    wasAlerted = hasLeft;
                    fail(step.failure());
                }
            }
        } catch (IOException e) {
            fail(outcome == HandshakeStep.Outcome.FAILED ? step.failure() : new TlsFailure(e));
        }
    }

    private void agreed(@Nullable TlsSession on, boolean hasLeft) {
        session = on;
        state = State.OPEN;
        records.begin(heard);
        heard = null;
        plain.wantWrite(!hasLeft);
        tell(SelectionKey.OP_CONNECT);
        if (state == State.OPEN) {
            plain.wantRead(wantsRead);
        }
    }

    private void fail(IOException cause) {
        failure = cause;
        if (state != State.CLOSED) {
            plain.wantRead(false);
            plain.wantWrite(false);
            tell(SelectionKey.OP_CONNECT);
        }
    }

    private void tell(int readyOps) {
        try {
            handler.ready(readyOps);
        } catch (RuntimeException e) {
            reset();
            throw e;
        }
    }

    @Override
    public void finishConnect() throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (state != State.OPEN) {
            throw new IllegalStateException(state.toString());
        }
    }

    // ---- reading

    @Override
    public int read(ByteBuffer into) throws IOException {
        return records.read(into);
    }

    @Override
    public void wantRead(boolean wanted) {
        wantsRead = wanted;
        if (state == State.OPEN) {
            plain.wantRead(wanted);
            deliverSoon();
        }
    }

    /** The selector tells of what the socket has, and not of what was read from it already. */
    private void deliverSoon() {
        if (wantsRead && !isDelivering && !isScheduled && records.hasBuffered()) {
            isScheduled = true;
            parts.loop().execute(() -> {
                isScheduled = false;
                deliver();
            });
        }
    }

    private void deliver() {
        isDelivering = true;
        try {
            int rounds = 0;
            do {
                if (state == State.OPEN && wantsRead) {
                    handler.ready(SelectionKey.OP_READ);
                }
            } while (state == State.OPEN && wantsRead && records.hasBuffered() && ++rounds < MOST_ROUNDS);
        } finally {
            isDelivering = false;
        }
        if (state == State.OPEN) {
            deliverSoon();
        }
    }

    // ---- writing

    @Override
    public void write(ByteBuffer[] buffers, int count) throws IOException {
        if (state != State.OPEN) {
            throw new IOException("not open");
        }
        records.write(buffers, count);
        showWriting();
    }

    @Override
    public long unsentBytes() {
        return records.unsentBytes();
    }

    @Override
    public void flush() throws IOException {
        if (state == State.OPEN) {
            records.flush();
        }
    }

    @Override
    public void wantWrite(boolean wanted) {
        wantsWrite = wanted;
        if (state == State.OPEN) {
            showWriting();
        }
    }

    private void showWriting() {
        plain.wantWrite(wantsWrite || !records.isFlushed());
    }

    private void writable() {
        try {
            if (!records.flush()) {
                return;
            }
            if (endsOutput) {
                endOutput();
            }
        } catch (IOException e) {
            // why nothing more: whoever writes next is told, as with any socket.
            wantsWrite |= !endsOutput;
        }
        if (wantsWrite && state == State.OPEN) {
            handler.ready(SelectionKey.OP_WRITE);
        }
        if (state == State.OPEN) {
            showWriting();
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        if (state == State.OPEN && !endsOutput) {
            endsOutput = true;
            endOutput();
            showWriting();
        }
    }

    private void endOutput() throws IOException {
        if (records.isFlushed()) {
            records.endOutput();
            if (records.flush()) {
                plain.shutdownOutput();
            }
        }
    }

    // ---- ending

    @Override
    public boolean isOpen() {
        return state != State.CLOSED && state != State.LEAVING && plain.isOpen();
    }

    @Override
    public void close() {
        if (state == State.OPEN) {
            state = State.LEAVING;
            plain.wantRead(false);
            parts.loop().timers().arm(patience, parts.loop().nowNanos() + LEAVING_NANOS);
            leave();
        } else if (state == State.SHAKING && wasAlerted) {
            state = State.LEAVING;
            parts.loop().timers().arm(patience, parts.loop().nowNanos() + LINGER_NANOS);
            linger();
        } else if (state != State.LEAVING) {
            finish();
        }
    }

    /** why: closing while data still comes in resets the connection, and takes from the peer the word of what is wrong. */
    private void linger() {
        ByteBuffer nowhere = parts.buffers().borrowRecord();
        try {
            plain.shutdownOutput();
            plain.wantWrite(false);
            plain.wantRead(true);
            if (plain.read(nowhere) < 0) {
                finish();
            }
        } catch (IOException e) {
            finish();
        } finally {
            parts.buffers().giveBack(nowhere);
        }
    }

    /** What was written leaves, and then the word that nothing follows. */
    private void leave() {
        if (wasAlerted) {
            linger();
            return;
        }
        try {
            if (records.flush()) {
                records.endOutput();
            }
            if (records.flush() && records.endsOutput()) {
                finish();
            } else {
                plain.wantWrite(true);
            }
        } catch (IOException e) {
            finish();
        }
    }

    private void finish() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            parts.loop().timers().cancel(patience);
            plain.close();
            release();
        }
    }

    @Override
    public void reset() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            parts.loop().timers().cancel(patience);
            plain.reset();
            release();
        }
    }

    private void release() {
        if (!isStepping) {
            parts.buffers().giveBack(heard);
            heard = null;
            records.release();
            engines.free(engine);
        }
    }
}
