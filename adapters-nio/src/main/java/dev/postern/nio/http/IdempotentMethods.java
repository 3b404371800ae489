package dev.postern.nio.http;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.Slice;

/** RFC 9110 §9.2.2. */
final class IdempotentMethods {
    private static final byte[][] ALL = {
        Ascii.bytes("GET"),
        Ascii.bytes("HEAD"),
        Ascii.bytes("PUT"),
        Ascii.bytes("DELETE"),
        Ascii.bytes("OPTIONS"),
        Ascii.bytes("TRACE")
    };

    private IdempotentMethods() {}

    static boolean contains(Slice method) {
        for (byte[] each : ALL) {
            if (method.is(each)) {
                return true;
            }
        }
        return false;
    }
}
