package dev.postern.nio.transport;

import dev.postern.domain.bytes.Ascii;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a PROXY header, version 1 or 2, from bytes that come in pieces, and takes none behind it. For one header.
 * Anything that is not exactly such a header is faulty.
 *
 * <p>The PROXY protocol, revision of 2020/03/05: <a
 * href="https://www.haproxy.org/download/2.3/doc/proxy-protocol.txt">proxy-protocol.txt</a>.
 */
public final class ProxyHeaderDecoder {
    public enum Progress {
        NEEDS_MORE,
        COMPLETE,
        FAULTY
    }

    /** Room for addresses and what cloud providers add to them; the field would allow 64 KiB. */
    static final int LONGEST = 4096;

    static final int LONGEST_LINE = 107;
    static final int BINARY_START = 16;
    private static final byte[] TEXT_SIGN = Ascii.bytes("PROXY ");
    static final byte[] BINARY_SIGN = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};
    /** Both versions are at least that long, so that many bytes can be asked for without taking any that follow. */
    private static final int SHORTEST = "PROXY UNKNOWN\r\n".length();

    private byte[] bytes = new byte[LONGEST_LINE];
    private int length;
    private int binaryLength = -1;
    private Progress progress = Progress.NEEDS_MORE;
    private @Nullable ProxyHeader header;

    /** Takes what belongs to the header. */
    public Progress decode(ByteBuffer in) {
        while (progress == Progress.NEEDS_MORE && in.hasRemaining()) {
            bytes[length++] = in.get();
            progress = look();
        }
        return progress;
    }

    /** How many bytes are surely still to come: who reads no more than that reads nothing behind the header. */
    public int wanted() {
        if (progress != Progress.NEEDS_MORE) {
            return 0;
        }
        if (isBinary()) {
            return (binaryLength < 0 ? BINARY_START : binaryLength) - length;
        }
        if (length < SHORTEST - 1) {
            return SHORTEST - length;
        }
        return bytes[length - 1] == '\r' ? 1 : 2;
    }

    public ProxyHeader header() {
        if (header == null) {
            throw new IllegalStateException(progress.toString());
        }
        return header;
    }

    private boolean isBinary() {
        return length > 0 && bytes[0] == '\r';
    }

    private Progress look() {
        byte[] sign = isBinary() ? BINARY_SIGN : TEXT_SIGN;
        if (length <= sign.length) {
            return bytes[length - 1] == sign[length - 1] ? Progress.NEEDS_MORE : Progress.FAULTY;
        }
        return isBinary() ? lookAtBinary() : lookAtLine();
    }

    private Progress lookAtLine() {
        boolean isAfterReturn = bytes[length - 2] == '\r';
        boolean isFeed = bytes[length - 1] == '\n';
        if (isAfterReturn != isFeed) {
            return Progress.FAULTY;
        }
        if (!isFeed) {
            return length == LONGEST_LINE ? Progress.FAULTY : Progress.NEEDS_MORE;
        }
        return decoded(ProxyLine.parse(bytes, TEXT_SIGN.length, length - 2));
    }

    private Progress lookAtBinary() {
        if (length == BINARY_START) {
            binaryLength = BINARY_START + ((bytes[14] & 0xff) << 8 | (bytes[15] & 0xff));
            if (!ProxyBinary.isKnown(bytes) || binaryLength > LONGEST) {
                return Progress.FAULTY;
            }
            bytes = Arrays.copyOf(bytes, Math.max(binaryLength, BINARY_START));
        }
        return length == binaryLength ? decoded(ProxyBinary.parse(bytes)) : Progress.NEEDS_MORE;
    }

    private Progress decoded(@Nullable ProxyHeader found) {
        header = found;
        return found == null ? Progress.FAULTY : Progress.COMPLETE;
    }
}
