package dev.postern.nio.http1;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Which bytes may stand where in a head (RFC 9110 §5.6.2, RFC 9112 §5). */
final class Octets {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHEST_BITS = ONES << 7;

    private static final boolean[] TOKEN = new boolean[256];
    private static final boolean[] FIELD_VALUE = new boolean[256];
    private static final boolean[] TARGET = new boolean[256];

    static {
        for (int c = '0'; c <= '9'; c++) {
            TOKEN[c] = true;
        }
        for (int c = 'a'; c <= 'z'; c++) {
            TOKEN[c] = true;
            TOKEN[c - 'a' + 'A'] = true;
        }
        for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
            TOKEN[c] = true;
        }
        for (int c = 0; c < 256; c++) {
            FIELD_VALUE[c] = c == '\t' || (c >= 0x20 && c != 0x7f);
            TARGET[c] = c > 0x20 && c != 0x7f;
        }
    }

    private Octets() {}

    static boolean isToken(byte b) {
        return TOKEN[b & 0xff];
    }

    static boolean isFieldValue(byte b) {
        return FIELD_VALUE[b & 0xff];
    }

    /** Where the first line feed is, or the limit; looks at eight at a time. */
    static int indexOfLineFeed(byte[] array, int from, int limit) {
        int at = from;
        for (; at <= limit - Long.BYTES; at += Long.BYTES) {
            long found = zeros((long) EIGHT.get(array, at) ^ ONES * '\n');
            if (found != 0) {
                return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
        }
        while (at < limit && array[at] != '\n') {
            at++;
        }
        return at;
    }

    /** Whether all may stand in a field's value; looks at eight at a time. */
    static boolean areFieldValue(byte[] array, int from, int to) {
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            long eight = (long) EIGHT.get(array, at);
            // why one by one then: a tab is below the space, and may stand there all the same.
            if ((belowSpace(eight) | zeros(eight ^ ONES * 0x7f)) != 0
                    && !eachIsFieldValue(array, at, at + Long.BYTES)) {
                return false;
            }
        }
        return eachIsFieldValue(array, at, to);
    }

    private static boolean eachIsFieldValue(byte[] array, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isFieldValue(array[i])) {
                return false;
            }
        }
        return true;
    }

    /** The highest bit of each byte that is zero; up to the first of them it is exact. */
    private static long zeros(long eight) {
        return eight - ONES & ~eight & HIGHEST_BITS;
    }

    /** Not zero where any byte is less than a space. */
    private static long belowSpace(long eight) {
        return eight - ONES * ' ' & ~eight & HIGHEST_BITS;
    }

    static boolean isTarget(byte b) {
        return TARGET[b & 0xff];
    }

    static boolean isSpace(byte b) {
        return b == ' ' || b == '\t';
    }
}
