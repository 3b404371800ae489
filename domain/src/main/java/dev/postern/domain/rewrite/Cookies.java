package dev.postern.domain.rewrite;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.HeaderFields;
import dev.postern.domain.bytes.Slice;

/** Finds a cookie among a request's fields. */
final class Cookies {
    private static final byte[] COOKIE = Ascii.bytes("cookie");

    private Cookies() {}

    /** Points {@code into} at the value of the first cookie of that name, or clears it. */
    static void find(HeaderFields fields, Slice name, Slice into) {
        int index = fields.findFrom(0, COOKIE, into);
        while (index >= 0) {
            if (findIn(into, name)) {
                return;
            }
            index = fields.findFrom(index + 1, COOKIE, into);
        }
        into.clear();
    }

    private static boolean findIn(Slice value, Slice name) {
        byte[] bytes = value.array();
        int end = value.end();
        int at = value.start();
        while (at < end) {
            while (at < end && (bytes[at] == ' ' || bytes[at] == '\t')) {
                at++;
            }
            int close = at;
            int equals = -1;
            while (close < end && bytes[close] != ';') {
                if (bytes[close] == '=' && equals < 0) {
                    equals = close;
                }
                close++;
            }
            if (equals >= 0 && value.set(bytes, at, equals).is(name)) {
                value.set(bytes, equals + 1, close);
                return true;
            }
            at = close + 1;
        }
        return false;
    }
}
