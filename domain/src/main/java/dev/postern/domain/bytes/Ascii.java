package dev.postern.domain.bytes;

import java.nio.charset.StandardCharsets;

/** ASCII facts that the JDK only offers for characters. */
public final class Ascii {
    private static final byte[] HEX = bytes("0123456789abcdef");

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

    /** Writes 64 bits as 16 digits. */
    public static void writeHex(long bits, byte[] into, int from) {
        for (int i = 0; i < 16; i++) {
            into[from + i] = HEX[(int) (bits >>> (60 - 4 * i)) & 0xf];
        }
    }
}
