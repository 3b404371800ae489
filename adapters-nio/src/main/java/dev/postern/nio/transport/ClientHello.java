package dev.postern.nio.transport;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.Slice;

/** The body of a TLS ClientHello (RFC 8446 §4.1.2), of which only the server name (RFC 6066 §3) is of interest. */
final class ClientHello {
    private static final int VERSION_AND_RANDOM = 34;
    private static final int SERVER_NAME = 0;
    private static final int HOST_NAME = 0;
    private static final int LONGEST_NAME = 255;

    private final byte[] bytes;
    private final int end;
    private int at;
    private boolean holds = true;

    ClientHello(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.end = end;
        at = start;
    }

    /** Points {@code into} at the server name, or at nothing; false where this is no hello. */
    boolean findServerName(Slice into) {
        into.clear();
        skip(VERSION_AND_RANDOM);
        skip(number(1));
        skip(number(2));
        skip(number(1));
        if (!holds || at == end) {
            // RFC 5246 §7.4.1.2: a hello may have no extensions at all.
            return holds;
        }
        if (number(2) != end - at) {
            return false;
        }
        boolean isNamed = false;
        while (holds && at < end) {
            int type = number(2);
            int length = number(2);
            int next = at + length;
            if (!holds || next > end) {
                return false;
            }
            if (type == SERVER_NAME) {
                if (isNamed || !readNames(next, into)) {
                    return false;
                }
                isNamed = true;
            }
            at = next;
        }
        return holds;
    }

    private boolean readNames(int listEnd, Slice into) {
        if (number(2) != listEnd - at) {
            return false;
        }
        while (holds && at < listEnd) {
            int type = number(1);
            int length = number(2);
            int next = at + length;
            if (!holds || next > listEnd) {
                return false;
            }
            if (type == HOST_NAME && !readName(next, into)) {
                return false;
            }
            at = next;
        }
        return holds && at == listEnd;
    }

    /** In place: lower case, and without the dot of the root. */
    private boolean readName(int nameEnd, Slice into) {
        if (!into.isEmpty() || nameEnd == at || nameEnd - at > LONGEST_NAME) {
            return false;
        }
        for (int i = at; i < nameEnd; i++) {
            bytes[i] = Ascii.toLower(bytes[i]);
            if (!isOfNames(bytes[i])) {
                return false;
            }
        }
        into.set(bytes, at, bytes[nameEnd - 1] == '.' ? nameEnd - 1 : nameEnd);
        return true;
    }

    private static boolean isOfNames(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b == '-' || b == '.' || b == '_';
    }

    private void skip(int count) {
        if (count > end - at) {
            holds = false;
        } else {
            at += count;
        }
    }

    /** The next bytes as a number, the highest first; 0 where there are too few. */
    private int number(int length) {
        if (!holds || length > end - at) {
            holds = false;
            return 0;
        }
        int value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | (bytes[at++] & 0xff);
        }
        return value;
    }
}
