package dev.postern.domain.bytes;

import java.nio.charset.StandardCharsets;

/** ASCII facts that the JDK only offers for characters. */
public final class Ascii {
    private Ascii() {}

    public static byte toLower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + ('a' - 'A')) : b;
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The value of a hexadecimal digit, or -1. */
    public static int hexDigit(byte b) {
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        byte lower = toLower(b);
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}
