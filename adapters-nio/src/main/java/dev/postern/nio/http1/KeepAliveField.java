package dev.postern.nio.http1;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.Slice;

/** What a server promises with {@code Keep-Alive: timeout=5, max=100}. */
final class KeepAliveField {
    static final int NOTHING = -1;

    private static final byte[] TIMEOUT = Ascii.bytes("timeout=");
    private static final int LONGEST_SECONDS = 86_400;

    private KeepAliveField() {}

    /** How many seconds the connection may rest; what can't be read promises nothing. */
    static int seconds(Slice value) {
        for (int at = 0; at + TIMEOUT.length < value.length(); at++) {
            if (begins(value, at)) {
                return number(value, at + TIMEOUT.length);
            }
        }
        return NOTHING;
    }

    private static boolean begins(Slice value, int at) {
        if (at > 0 && value.at(at - 1) != ',' && !Octets.isSpace(value.at(at - 1))) {
            return false;
        }
        for (int i = 0; i < TIMEOUT.length; i++) {
            // why: all of it but the equals sign are letters, whose case this bit is.
            if ((value.at(at + i) | 0x20) != (TIMEOUT[i] | 0x20)) {
                return false;
            }
        }
        return true;
    }

    private static int number(Slice value, int from) {
        int number = NOTHING;
        for (int i = from; i < value.length() && value.at(i) >= '0' && value.at(i) <= '9'; i++) {
            number = Math.min(Math.max(number, 0) * 10 + value.at(i) - '0', LONGEST_SECONDS);
        }
        return number;
    }
}
