package dev.postern.domain.rewrite;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.HeaderFields;
import dev.postern.domain.bytes.NameSet;
import dev.postern.domain.bytes.Slice;
import java.util.Arrays;

/**
 * Tells which fields of a message concern only the connection it came over (RFC 9110 §7.6.1): a fixed few and those
 * that {@code Connection} names. A worker or connection owns one and lets it read each message before copying it.
 */
public final class HopByHop {
    /** What a field is to the proxy. */
    public enum Kind {
        /** Goes on. */
        END_TO_END,
        /** Never goes on. */
        CONNECTION_ONLY,
        /** Does not go on as it came: whoever writes the message frames it anew. */
        FRAMING,
        /** Does not go on as it came: {@code TE: trailers} may be said anew. */
        TE,
        /** Does not go on as it came: an upgrade that is let through is asked for anew. */
        UPGRADE
    }

    private static final byte[] CONNECTION = Ascii.bytes("connection");
    private static final byte[] TRANSFER_ENCODING = Ascii.bytes("transfer-encoding");
    private static final byte[] CONTENT_LENGTH = Ascii.bytes("content-length");
    private static final byte[] UPGRADE = Ascii.bytes("upgrade");
    private static final byte[] TE = Ascii.bytes("te");
    private static final byte[] CLOSE = Ascii.bytes("close");
    private static final byte[] KEEP_ALIVE = Ascii.bytes("keep-alive");
    private static final byte[] X_FORWARDED = Ascii.bytes("x-forwarded-");

    // why: "Proxy" is no field of HTTP; it only ever serves to set HTTP_PROXY in CGI programs.
    private static final NameSet CONNECTION_ONLY = NameSet.of(
            "Connection",
            "Keep-Alive",
            "Proxy-Connection",
            "Proxy-Authenticate",
            "Proxy-Authorization",
            "HTTP2-Settings",
            "Proxy");

    // RFC 9110 §7.6.1: what is meant for everybody can't be named in Connection. Whoever does so wants somebody behind
    // us to miss it, so that it stays.
    private static final NameSet FOR_EVERYBODY = NameSet.of(
            "Host",
            "Authorization",
            "Cookie",
            "Set-Cookie",
            "Cache-Control",
            "Content-Type",
            "Content-Encoding",
            "Content-Range",
            "Range",
            "Date",
            "Location",
            "Vary",
            "Via",
            "Forwarded",
            "X-Real-IP",
            "Origin",
            "Expect");

    private static final int MOST_NAMES = 64;

    private final NameSet ours;
    private final Slice value = new Slice();
    private Slice[] named = {};
    private int count;
    private boolean close;
    private boolean keepAlive;
    private boolean upgrade;
    private boolean te;

    /**
     * @param ours further fields that the proxy writes itself, such as the request id's, so that no message can have
     *     them removed
     */
    public HopByHop(NameSet ours) {
        this.ours = ours;
    }

    /** Reads what Connection says; false when it names more than any honest message does: a bad message. */
    public boolean read(HeaderFields fields) {
        count = 0;
        close = false;
        keepAlive = false;
        upgrade = false;
        te = false;
        int index = fields.findFrom(0, CONNECTION, value);
        while (index >= 0) {
            if (!readOptions(value.array(), value.start(), value.end())) {
                return false;
            }
            index = fields.findFrom(index + 1, CONNECTION, value);
        }
        return true;
    }

    private boolean readOptions(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end) {
            int comma = at;
            while (comma < end && bytes[comma] != ',') {
                comma++;
            }
            int from = at;
            int to = comma;
            while (from < to && isSpace(bytes[from])) {
                from++;
            }
            while (to > from && isSpace(bytes[to - 1])) {
                to--;
            }
            if (to > from && !addOption(bytes, from, to)) {
                return false;
            }
            at = comma + 1;
        }
        return true;
    }

    private boolean addOption(byte[] bytes, int from, int to) {
        if (count == MOST_NAMES) {
            return false;
        }
        if (count == named.length) {
            int before = named.length;
            named = Arrays.copyOf(named, Math.min(MOST_NAMES, before * 2 + 4));
            for (int i = before; i < named.length; i++) {
                named[i] = new Slice();
            }
        }
        Slice option = named[count].set(bytes, from, to);
        if (option.isIgnoringCase(CLOSE)) {
            close = true;
        } else if (option.isIgnoringCase(KEEP_ALIVE)) {
            keepAlive = true;
        } else if (option.isIgnoringCase(UPGRADE)) {
            upgrade = true;
        } else if (option.isIgnoringCase(TE)) {
            te = true;
        } else {
            count++;
        }
        return true;
    }

    /** Whether Connection said {@code close}. */
    public boolean saysClose() {
        return close;
    }

    public boolean saysKeepAlive() {
        return keepAlive;
    }

    /** Whether Connection said {@code upgrade}, without which Upgrade means nothing. */
    public boolean saysUpgrade() {
        return upgrade;
    }

    /** Whether Connection said {@code TE}, without which TE means nothing. */
    public boolean saysTe() {
        return te;
    }

    /** What a field of the message that was read last is. */
    public Kind kind(Slice name) {
        if (CONNECTION_ONLY.contains(name)) {
            return Kind.CONNECTION_ONLY;
        }
        if (name.isIgnoringCase(TRANSFER_ENCODING) || name.isIgnoringCase(CONTENT_LENGTH)) {
            return Kind.FRAMING;
        }
        if (name.isIgnoringCase(TE)) {
            return Kind.TE;
        }
        if (name.isIgnoringCase(UPGRADE)) {
            return Kind.UPGRADE;
        }
        return count > 0 && isNamed(name) && !staysInAnyCase(name) ? Kind.CONNECTION_ONLY : Kind.END_TO_END;
    }

    private boolean isNamed(Slice name) {
        for (int i = 0; i < count; i++) {
            if (equalsIgnoringCase(named[i], name)) {
                return true;
            }
        }
        return false;
    }

    private boolean staysInAnyCase(Slice name) {
        return FOR_EVERYBODY.contains(name) || ours.contains(name) || beginsWith(name, X_FORWARDED);
    }

    static boolean beginsWith(Slice name, byte[] lowerCasePrefix) {
        if (name.length() < lowerCasePrefix.length) {
            return false;
        }
        for (int i = 0; i < lowerCasePrefix.length; i++) {
            if (Ascii.toLower(name.at(i)) != lowerCasePrefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalsIgnoringCase(Slice a, Slice b) {
        if (a.length() != b.length()) {
            return false;
        }
        for (int i = 0; i < a.length(); i++) {
            if (Ascii.toLower(a.at(i)) != Ascii.toLower(b.at(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t';
    }
}
