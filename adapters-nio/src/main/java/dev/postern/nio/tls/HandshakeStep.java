package dev.postern.nio.tls;

import dev.postern.nio.transport.TlsFailure;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Leads a handshake on, as far as the bytes that are there allow. It costs up to milliseconds, so it runs beside the
 * loops: while it does, engine and buffers are its own, and the loop that lent them touches neither.
 */
final class HandshakeStep {
    enum Outcome {
        NEEDS_INPUT,
        /** What was made must leave before there is room for more. */
        NEEDS_ROOM,
        DONE,
        FAILED
    }

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private final ByteBuffer incoming;
    private final ByteBuffer outgoing;
    private final ByteBuffer spare;
    private @Nullable TlsFailure failure;

    /**
     * @param incoming from the peer, ready to be read
     * @param outgoing for the peer, ready to be put to
     * @param spare for data, which nobody sends so early
     */
    HandshakeStep(SSLEngine engine, ByteBuffer incoming, ByteBuffer outgoing, ByteBuffer spare) {
        this.engine = engine;
        this.incoming = incoming;
        this.outgoing = outgoing;
        this.spare = spare;
    }

    /** Why it has failed. */
    TlsFailure failure() {
        return failure == null ? new TlsFailure("failed") : failure;
    }

    Outcome run() {
        try {
            while (true) {
                Outcome outcome = switch (engine.getHandshakeStatus()) {
                    case NEED_TASK -> runTasks();
                    case NEED_WRAP -> wrap();
                    case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> unwrap();
                    case NOT_HANDSHAKING, FINISHED -> Outcome.DONE;
                };
                if (outcome != null) {
                    return outcome;
                }
            }
        } catch (SSLException | RuntimeException e) {
            // why unchecked ones: of hostile bytes engines have thrown these too.
            failure = new TlsFailure(e);
            wrapAlert();
            return Outcome.FAILED;
        }
    }

    private @Nullable Outcome runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
        return null;
    }

    private @Nullable Outcome wrap() throws SSLException {
        return switch (engine.wrap(NOTHING, outgoing).getStatus()) {
            case OK -> null;
            case BUFFER_OVERFLOW -> Outcome.NEEDS_ROOM;
            case BUFFER_UNDERFLOW, CLOSED -> throw new SSLException("the handshake ended early");
        };
    }

    private @Nullable Outcome unwrap() throws SSLException {
        if (!incoming.hasRemaining()) {
            return Outcome.NEEDS_INPUT;
        }
        SSLEngineResult result = engine.unwrap(incoming, spare);
        if (spare.position() > 0) {
            throw new SSLException("data before the end of the handshake");
        }
        return switch (result.getStatus()) {
            case OK -> null;
            case BUFFER_UNDERFLOW -> Outcome.NEEDS_INPUT;
            case BUFFER_OVERFLOW -> throw new SSLException("a record that is too large");
            case CLOSED -> throw new SSLException("closed by the other end");
        };
    }

    /** The last word of an engine that has given up, where there is room for it. */
    private void wrapAlert() {
        try {
            int before = -1;
            while (outgoing.position() > before && !engine.isOutboundDone()) {
                before = outgoing.position();
                engine.wrap(NOTHING, outgoing);
            }
        } catch (SSLException | RuntimeException e) {
            // What was thrown before is what went wrong; this engine only says it once more.
        }
    }
}
