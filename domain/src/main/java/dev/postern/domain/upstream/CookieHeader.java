package dev.postern.domain.upstream;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.HeaderFields;
import dev.postern.domain.bytes.Slice;

/** Finds one cookie in the Cookie fields of a request (RFC 6265 §4.2.1). */
public final class CookieHeader {
    private static final byte[] COOKIE = Ascii.bytes("cookie");

    private CookieHeader() {}

    /** Points {@code into} at the value of the first cookie of that name; false, and empty, when there is none. */
    public static boolean find(HeaderFields headers, byte[] name, Slice into) {
        for (int at = headers.findFrom(0, COOKIE, into); at >= 0; at = headers.findFrom(at + 1, COOKIE, into)) {
            if (narrow(name, into)) {
                return true;
            }
        }
        into.clear();
        return false;
    }

    private static boolean narrow(byte[] name, Slice field) {
        int from = 0;
        while (from < field.length()) {
            int semicolon = field.indexOf(';', from);
            int end = semicolon < 0 ? field.length() : semicolon;
            while (from < end && (field.at(from) == ' ' || field.at(from) == '\t')) {
                from++;
            }
            if (isNamed(name, field, from, end)) {
                field.set(field.array(), field.start() + from + name.length + 1, field.start() + end);
                return true;
            }
            from = end + 1;
        }
        return false;
    }

    private static boolean isNamed(byte[] name, Slice field, int from, int end) {
        if (end - from <= name.length || field.at(from + name.length) != '=') {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (field.at(from + i) != name[i]) {
                return false;
            }
        }
        return true;
    }
}
