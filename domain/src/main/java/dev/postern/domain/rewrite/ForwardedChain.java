package dev.postern.domain.rewrite;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.HeaderFields;
import dev.postern.domain.bytes.IpText;
import dev.postern.domain.bytes.Slice;

/**
 * Reads the addresses of a forwarding chain from left to right, and yet finds what walking it from the right would: the
 * first address that is not trusted, or the last before something that is no address. Linear, whatever is sent. A
 * {@link TemplateScope} owns one.
 */
final class ForwardedChain {
    private static final byte[] X_FORWARDED_FOR = Ascii.bytes("x-forwarded-for");
    private static final byte[] FORWARDED = Ascii.bytes("forwarded");
    private static final byte[] FOR = Ascii.bytes("for");
    private static final byte[] PROTO = Ascii.bytes("proto");

    private final Slice value = new Slice();
    private final Slice name = new Slice();
    private final Slice proto = new Slice();
    private final byte[] entry = new byte[16];
    private int entryPort;
    private final byte[] best = new byte[16];
    private int bestLength;
    private int bestPort;
    /** Whether the next address is where a walk from the right would end so far. */
    private boolean awaited;

    /** Reads X-Forwarded-For; false when there is none. */
    boolean readXForwardedFor(HeaderFields fields, TrustedNetworks trusted) {
        begin();
        int index = fields.findFrom(0, X_FORWARDED_FOR, value);
        boolean found = index >= 0;
        while (index >= 0) {
            readAddresses(trusted);
            index = fields.findFrom(index + 1, X_FORWARDED_FOR, value);
        }
        return found;
    }

    /** Reads Forwarded (RFC 7239) and the protocol of its first element; false when there is none. */
    boolean readForwarded(HeaderFields fields, TrustedNetworks trusted) {
        begin();
        int index = fields.findFrom(0, FORWARDED, value);
        boolean found = index >= 0;
        boolean first = true;
        while (index >= 0) {
            readElements(trusted, first);
            first = false;
            index = fields.findFrom(index + 1, FORWARDED, value);
        }
        return found;
    }

    /** Tells whom the chain leads to, where it leads anywhere. */
    void tell(ClientAddress client) {
        if (!awaited) {
            client.clientIs(best, bestLength, bestPort);
        }
    }

    /** The protocol that the first element of Forwarded names, or empty. */
    Slice proto() {
        return proto;
    }

    private void begin() {
        awaited = true;
        bestLength = 0;
        proto.clear();
    }

    private void readAddresses(TrustedNetworks trusted) {
        byte[] bytes = value.array();
        int end = value.end();
        int at = value.start();
        while (at < end) {
            int comma = at;
            while (comma < end && bytes[comma] != ',') {
                comma++;
            }
            if (!name.set(bytes, at, comma).trim().isEmpty()) {
                link(name, trusted);
            }
            at = comma + 1;
        }
    }

    private void readElements(TrustedNetworks trusted, boolean first) {
        byte[] bytes = value.array();
        int end = value.end();
        int at = value.start();
        boolean begins = first;
        while (at < end) {
            boolean addressed = false;
            boolean empty = true;
            int stop;
            do {
                int close = endOfPair(bytes, at, end);
                stop = close < end ? bytes[close] : ',';
                empty &= name.set(bytes, at, close).trim().isEmpty();
                int equals = name.indexOf('=', 0);
                int valueStart = name.start() + equals + 1;
                int valueEnd = name.end();
                name.set(bytes, name.start(), Math.max(name.start(), valueStart - 1));
                if (name.isIgnoringCase(FOR)) {
                    link(name.set(bytes, valueStart, valueEnd).trim(), trusted);
                    addressed = true;
                } else if (begins && name.isIgnoringCase(PROTO)) {
                    unquote(proto.set(bytes, valueStart, valueEnd).trim());
                }
                at = close + 1;
            } while (stop == ';');
            if (!addressed && !empty) {
                awaited = true;
            }
            begins &= empty;
        }
    }

    /** The next semicolon or comma outside quotes, or the end. */
    private static int endOfPair(byte[] bytes, int from, int end) {
        boolean quoted = false;
        int at = from;
        while (at < end && (quoted || (bytes[at] != ';' && bytes[at] != ','))) {
            if (bytes[at] == '"') {
                quoted = !quoted;
            } else if (quoted && bytes[at] == '\\') {
                at++;
            }
            at++;
        }
        return Math.min(at, end);
    }

    /** Takes one more entry into account, to the right of all before. */
    private void link(Slice text, TrustedNetworks trusted) {
        int length = parse(unquote(text));
        if (length < 0) {
            awaited = true;
        } else if (awaited || !trusted.contains(entry, length)) {
            System.arraycopy(entry, 0, best, 0, length);
            bestLength = length;
            bestPort = entryPort;
            awaited = false;
        }
    }

    /** Reads {@code 10.0.0.1}, {@code 10.0.0.1:80}, {@code ::1}, {@code [::1]} or {@code [::1]:80}; -1 for others. */
    private int parse(Slice text) {
        entryPort = 0;
        int length = text.length();
        int colon = text.indexOf(':', 0);
        if (length > 0 && text.at(0) == '[') {
            int close = text.indexOf(']', 1);
            boolean plain = close == length - 1;
            if (close < 0 || !(plain || (text.at(close + 1) == ':' && parsePort(text, close + 2)))) {
                return -1;
            }
            return colon >= 0 && colon < close
                    ? IpText.parse(text.array(), text.start() + 1, text.start() + close, entry)
                    : -1;
        }
        if (colon >= 0 && text.indexOf(':', colon + 1) < 0) {
            return parsePort(text, colon + 1)
                    ? IpText.parse(text.array(), text.start(), text.start() + colon, entry)
                    : -1;
        }
        return IpText.parse(text, entry);
    }

    private boolean parsePort(Slice text, int from) {
        int port = port(text, from);
        entryPort = Math.max(0, port);
        return port >= 0;
    }

    /** The port number that a text holds from an index to its end, or -1. */
    static int port(Slice text, int from) {
        int port = 0;
        int digits = text.length() - from;
        if (digits < 1 || digits > 5) {
            return -1;
        }
        for (int i = from; i < text.length(); i++) {
            byte b = text.at(i);
            if (b < '0' || b > '9') {
                return -1;
            }
            port = port * 10 + b - '0';
        }
        return port <= 65_535 ? port : -1;
    }

    private static Slice unquote(Slice text) {
        int length = text.length();
        if (length >= 2 && text.at(0) == '"' && text.at(length - 1) == '"') {
            text.set(text.array(), text.start() + 1, text.end() - 1);
        }
        return text;
    }
}
