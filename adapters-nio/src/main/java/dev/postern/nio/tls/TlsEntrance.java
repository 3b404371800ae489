package dev.postern.nio.tls;

import dev.postern.domain.bytes.Slice;
import dev.postern.nio.loop.Timeout;
import dev.postern.nio.transport.ClientHelloDecoder;
import dev.postern.nio.transport.PlainTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * The time of an accepted connection before its handshake is over. Hears first whom the client asks for, because a route may
 * want the connection as it is. Belongs to one loop; ends by telling its owner, once.
 *
 * <pre>
 *   HEARING --a route takes it--> OVER        HEARING --ends here--> SHAKING --agreed--> OVER
 *      \--speaks no TLS, but is told so--> TELLING --client closes--> OVER     any --failed, too late--> OVER
 * </pre>
 */
public final class TlsEntrance {
    /** Hears how it ended, once; and before, what it should do. */
    public interface Owner {
        /** Whether TLS to this name ends elsewhere: the channel, what was heard (ready to be put to) and the name are the owner's. */
        boolean passesOn(TlsEntrance entrance, ByteBuffer heard, Slice serverName);

        /** The handshake is over, and the transport the owner's. */
        void secured(TlsEntrance entrance, TlsTransport transport);

        /** What a client is told that does not speak TLS but a plain protocol; empty where there is nothing to say. */
        byte[] answerToPlain();

        /** The channel is closed. */
        void failed(TlsEntrance entrance, String reason);
    }

    private enum State {
        HEARING,
        SHAKING,
        TELLING,
        OVER
    }

    private static final int HANDSHAKE = 22;
    private static final Slice NO_NAME = new Slice();
    private static final long TELLING_NANOS = 2_000_000_000L;

    private final TlsTransport.Parts parts;
    private final SocketChannel channel;
    private final ServerContext context;
    private final Owner owner;
    private final PlainTransport plain;
    private final ClientHelloDecoder hello = new ClientHelloDecoder();
    private final Timeout patience = new Timeout(this::tooLate);
    private State state = State.HEARING;
    private @Nullable ByteBuffer heard;
    private @Nullable TlsTransport transport;

    public TlsEntrance(
            TlsTransport.Parts parts, SocketChannel channel, ServerContext context, long timeoutNanos, Owner owner)
            throws IOException {
        this.parts = parts;
        this.channel = channel;
        this.context = context;
        this.owner = owner;
        plain = new PlainTransport(parts.loop(), channel, SelectionKey.OP_READ, this::ready);
        parts.loop().timers().arm(patience, parts.loop().nowNanos() + timeoutNanos);
    }

    private void ready(int readyOps) {
        try {
            switch (state) {
                case HEARING -> hear();
                case TELLING -> discard();
                case SHAKING, OVER -> {}
            }
        } catch (IOException e) {
            fail("connection lost");
        } catch (RuntimeException e) {
            fail("our fault");
            throw e;
        }
    }

    private void hear() throws IOException {
        ByteBuffer all = heard == null ? parts.buffers().borrowRecord() : heard;
        heard = all;
        int before = all.position();
        if (plain.read(all) < 0) {
            fail("closed before the handshake");
            return;
        }
        if (all.position() > 0 && all.get(0) != HANDSHAKE) {
            tellPlain(all.get(0));
            return;
        }
        ClientHelloDecoder.Progress progress =
                hello.decode(all.duplicate().flip().position(before));
        if (progress == ClientHelloDecoder.Progress.NEEDS_MORE && all.hasRemaining()) {
            if (all.position() == 0) {
                parts.buffers().giveBack(all);
                heard = null;
            }
            return;
        }
        // why also what is faulty: the engine knows what to say of it.
        Slice name = progress == ClientHelloDecoder.Progress.COMPLETE ? hello.serverName() : NO_NAME;
        if (!name.isEmpty() && owner.passesOn(this, all, name)) {
            heard = null;
            over();
        } else {
            shake(all, name);
        }
    }

    private void shake(ByteBuffer all, Slice name) throws IOException {
        state = State.SHAKING;
        heard = null;
        TlsTransport made = TlsTransport.accepted(parts, context, channel, all.flip(), name);
        transport = made;
        made.follow(_ -> shaken(made));
        made.begin();
    }

    private void shaken(TlsTransport made) {
        if (state != State.SHAKING) {
            return;
        }
        try {
            made.finishConnect();
        } catch (IOException e) {
            fail(String.valueOf(e.getMessage()));
            return;
        }
        over();
        owner.secured(this, made);
    }

    /** A client that speaks HTTP gets an answer that it understands. */
    private void tellPlain(byte first) throws IOException {
        byte[] answer = first >= 'A' && first <= 'Z' ? owner.answerToPlain() : new byte[0];
        if (answer.length == 0) {
            fail("no TLS");
            return;
        }
        state = State.TELLING;
        plain.write(new ByteBuffer[] {ByteBuffer.wrap(answer)}, 1);
        plain.shutdownOutput();
        parts.loop().timers().arm(patience, parts.loop().nowNanos() + TELLING_NANOS);
        discard();
    }

    /** why: closing while data still comes in resets the connection, and takes the answer from the client. */
    private void discard() throws IOException {
        ByteBuffer all = heard == null ? parts.buffers().borrowRecord() : heard.clear();
        heard = all;
        boolean hasEnded = plain.read(all) < 0;
        parts.buffers().giveBack(all);
        heard = null;
        if (hasEnded) {
            fail("no TLS, and was told so");
        }
    }

    private void tooLate() {
        fail(state == State.TELLING ? "no TLS, and was told so" : "no handshake in time");
    }

    /** Leaves it no more than that much time from now on. */
    public void hurry(long nanos) {
        parts.loop().timers().arm(patience, parts.loop().nowNanos() + nanos);
    }

    /** Ends the connection before its handshake is over. */
    public void close() {
        fail("closed by us");
    }

    private void fail(String reason) {
        if (state == State.OVER) {
            return;
        }
        over();
        if (transport == null) {
            plain.close();
        } else {
            transport.close();
        }
        owner.failed(this, reason);
    }

    private void over() {
        state = State.OVER;
        parts.loop().timers().cancel(patience);
        parts.buffers().giveBack(heard);
        heard = null;
    }
}
