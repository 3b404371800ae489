package dev.postern.nio.transport;

import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.Slice;
import java.nio.ByteBuffer;

/**
 * Looks for the server name in the first message of a TLS client, which may come in many pieces and many records, and
 * ends no TLS for it. For one connection. Keeps a copy of the message, and no more than {@link #LONGEST} bytes of it.
 */
public final class ClientHelloDecoder {
    public enum Progress {
        NEEDS_MORE,
        /** A whole hello; {@link #serverName} may be empty nevertheless. */
        COMPLETE,
        /** Not the beginning of TLS, or none that could be told. */
        FAULTY
    }

    /** Longest message; real ones stay below 4 KiB, those with keys that withstand quantum computers included. */
    public static final int LONGEST = 16 * 1024;

    private static final int RECORD_HEADER = 5;
    private static final int MESSAGE_HEADER = 4;
    private static final int HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int LONGEST_RECORD = 16 * 1024;

    private final byte[] record = new byte[RECORD_HEADER];
    private int recordFilled;
    private int recordLeft;
    private final ByteBuilder message = new ByteBuilder(512);
    private final Slice serverName = new Slice();
    private Progress progress = Progress.NEEDS_MORE;

    /** Takes all of the bytes, or those up to where it is known how it ends. */
    public Progress decode(ByteBuffer in) {
        while (progress == Progress.NEEDS_MORE && in.hasRemaining()) {
            byte b = in.get();
            if (recordLeft == 0) {
                record[recordFilled++] = b;
                lookAtRecord();
            } else {
                message.append(b);
                recordLeft--;
                lookAtMessage();
            }
        }
        return progress;
    }

    /** Lower case, without a dot at its end; empty where none was sent, or none that could be a name. */
    public Slice serverName() {
        return serverName;
    }

    // RFC 8446 §5.1: type, a version that says nothing, and the length; a handshake record is never empty.
    private void lookAtRecord() {
        boolean isBegun = switch (recordFilled) {
            case 1 -> record[0] == HANDSHAKE;
            case 2 -> record[1] == 3;
            case RECORD_HEADER -> {
                recordLeft = (record[3] & 0xff) << 8 | (record[4] & 0xff);
                recordFilled = 0;
                yield recordLeft > 0 && recordLeft <= LONGEST_RECORD;
            }
            default -> true;
        };
        if (!isBegun) {
            progress = Progress.FAULTY;
        }
    }

    private void lookAtMessage() {
        byte[] bytes = message.array();
        if (message.length() == 1 && bytes[0] != CLIENT_HELLO) {
            progress = Progress.FAULTY;
        } else if (message.length() >= MESSAGE_HEADER) {
            int length = (bytes[1] & 0xff) << 16 | (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
            if (length > LONGEST - MESSAGE_HEADER) {
                progress = Progress.FAULTY;
            } else if (message.length() == MESSAGE_HEADER + length) {
                progress = new ClientHello(bytes, MESSAGE_HEADER, message.length()).findServerName(serverName)
                        ? Progress.COMPLETE
                        : Progress.FAULTY;
            }
        }
    }
}
