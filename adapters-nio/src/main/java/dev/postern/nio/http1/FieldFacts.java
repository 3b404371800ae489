package dev.postern.nio.http1;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.Slice;
import org.jspecify.annotations.Nullable;

/** What the fields of a head say about framing and the connection, gathered while they are read. */
final class FieldFacts {
    private static final byte[] CONTENT_LENGTH = Ascii.bytes("content-length");
    private static final byte[] TRANSFER_ENCODING = Ascii.bytes("transfer-encoding");
    private static final byte[] CONNECTION = Ascii.bytes("connection");
    private static final byte[] UPGRADE = Ascii.bytes("upgrade");
    private static final byte[] EXPECT = Ascii.bytes("expect");
    private static final byte[] MAX_FORWARDS = Ascii.bytes("max-forwards");
    private static final byte[] TE = Ascii.bytes("te");
    private static final byte[] HOST = Ascii.bytes("host");
    private static final byte[] CHUNKED = Ascii.bytes("chunked");
    private static final byte[] CLOSE = Ascii.bytes("close");
    private static final byte[] KEEP_ALIVE = Ascii.bytes("keep-alive");

    private final Slice token = new Slice();
    private long contentLength;
    private boolean chunked;
    private boolean close;
    private boolean keepAlive;
    private boolean te;
    private int keepAliveSeconds;
    private boolean expect;
    private boolean maxForwards;
    private boolean upgrade;
    private int hosts;
    private final Slice host = new Slice();

    void reset() {
        contentLength = -1;
        chunked = false;
        close = false;
        keepAlive = false;
        te = false;
        keepAliveSeconds = KeepAliveField.NOTHING;
        expect = false;
        maxForwards = false;
        upgrade = false;
        hosts = 0;
        host.clear();
    }

    /** Notes a field; answers what is wrong with it. */
    @Nullable
    HeadFault note(Slice name, Slice value) {
        switch (name.length()) {
            case 2 -> te |= name.isIgnoringCase(TE);
            case 4 -> {
                if (name.isIgnoringCase(HOST)) {
                    hosts++;
                    host.set(value);
                }
            }
            case 6 -> expect |= name.isIgnoringCase(EXPECT);
            case 12 -> maxForwards |= name.isIgnoringCase(MAX_FORWARDS);
            case 10 -> {
                if (name.isIgnoringCase(CONNECTION)) {
                    noteConnection(value);
                } else if (name.isIgnoringCase(KEEP_ALIVE)) {
                    keepAliveSeconds = KeepAliveField.seconds(value);
                }
            }
            case 14 -> {
                if (name.isIgnoringCase(CONTENT_LENGTH)) {
                    return noteContentLength(value);
                }
            }
            case 17 -> {
                if (name.isIgnoringCase(TRANSFER_ENCODING)) {
                    return noteTransferEncoding(value);
                }
            }
            default -> {}
        }
        return null;
    }

    private @Nullable HeadFault noteContentLength(Slice value) {
        // RFC 9112 §6.3: a second length is refused even if equal; whoever is behind us might read the other one.
        if (contentLength >= 0) {
            return HeadFault.AMBIGUOUS_LENGTH;
        }
        if (value.isEmpty() || value.length() > 18) {
            return HeadFault.BAD_LENGTH;
        }
        long length = 0;
        for (int i = 0; i < value.length(); i++) {
            byte digit = value.at(i);
            if (digit < '0' || digit > '9') {
                return HeadFault.BAD_LENGTH;
            }
            length = length * 10 + (digit - '0');
        }
        contentLength = length;
        return null;
    }

    private @Nullable HeadFault noteTransferEncoding(Slice value) {
        if (chunked || !value.isIgnoringCase(CHUNKED)) {
            return HeadFault.BAD_LENGTH;
        }
        chunked = true;
        return null;
    }

    private void noteConnection(Slice value) {
        int at = 0;
        while (at < value.length()) {
            int comma = value.indexOf(',', at);
            int end = comma < 0 ? value.length() : comma;
            int from = at;
            while (from < end && Octets.isSpace(value.at(from))) {
                from++;
            }
            int to = end;
            while (to > from && Octets.isSpace(value.at(to - 1))) {
                to--;
            }
            token.set(value.array(), value.start() + from, value.start() + to);
            close |= token.isIgnoringCase(CLOSE);
            upgrade |= token.isIgnoringCase(UPGRADE);
            keepAlive |= token.isIgnoringCase(KEEP_ALIVE);
            at = end + 1;
        }
    }

    int keepAliveSeconds() {
        return keepAliveSeconds;
    }

    /** -1 when there is none. */
    long contentLength() {
        return contentLength;
    }

    boolean isChunked() {
        return chunked;
    }

    boolean isAmbiguous() {
        return chunked && contentLength >= 0;
    }

    /** Whether the connection lives on after a message of this version. */
    boolean keepsAlive(boolean isHttp10) {
        return isHttp10 ? keepAlive && !close : !close;
    }

    /** Whether there is a TE. */
    boolean hasTe() {
        return te;
    }

    boolean hasExpect() {
        return expect;
    }

    boolean hasMaxForwards() {
        return maxForwards;
    }

    /** Whether Connection says so; the Upgrade itself may be missing. */
    boolean saysUpgrade() {
        return upgrade;
    }

    int hosts() {
        return hosts;
    }

    Slice host() {
        return host;
    }

    void moved(byte[] newArray, int by) {
        if (hosts > 0) {
            host.set(newArray, host.start() + by, host.end() + by);
        }
    }
}
