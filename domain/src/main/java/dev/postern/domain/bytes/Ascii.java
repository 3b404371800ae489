package dev.postern.domain.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** ASCII facts that the JDK only offers for characters. */
public final class Ascii {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HALVES = 0x0f0f0f0f0f0f0f0fL;

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

    /** Whether all of them are ASCII. */
    public static boolean isAscii(byte[] bytes, int start, int end) {
        int at = start;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            if (((long) EIGHT.get(bytes, at) & ONES << 7) != 0) {
                return false;
            }
        }
        int rest = 0;
        for (; at < end; at++) {
            rest |= bytes[at];
        }
        return rest >= 0;
    }

    /** Writes 64 bits as 16 digits. */
    public static void writeHex(long bits, byte[] into, int from) {
        // why eight at a time: each request that is traced has 48 digits.
        EIGHT.set(into, from, digits(bits >>> 32));
        EIGHT.set(into, from + Long.BYTES, digits(bits & 0xffffffffL));
    }

    private static long digits(long bits) {
        long halves = (bits | bits << 16) & 0x0000ffff0000ffffL;
        halves = (halves | halves << 8) & 0x00ff00ff00ff00ffL;
        halves = (halves | halves << 4) & HALVES;
        long letters = (halves + ONES * 6) >>> 4 & ONES;
        return halves + ONES * '0' + letters * ('a' - '0' - 10);
    }

    /** The 64 bits that 16 digits say; any where there are others among them. */
    public static long readHex(byte[] digits, int from) {
        return bits((long) EIGHT.get(digits, from)) << 32 | bits((long) EIGHT.get(digits, from + Long.BYTES));
    }

    private static long bits(long digits) {
        long letters = digits >>> 6 & ONES;
        long halves = (digits & HALVES) + letters * 9;
        halves = (halves | halves >>> 4) & 0x00ff00ff00ff00ffL;
        halves = (halves | halves >>> 8) & 0x0000ffff0000ffffL;
        return (halves | halves >>> 16) & 0xffffffffL;
    }
}
