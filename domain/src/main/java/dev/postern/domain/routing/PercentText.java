package dev.postern.domain.routing;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.Slice;
import java.nio.charset.StandardCharsets;

/** Names and values of a query: {@code +} is a space, {@code %XX} a byte, and a % that is neither is itself. */
final class PercentText {
    private PercentText() {}

    /** Compares while decoding, so that nothing has to be made. */
    static boolean is(byte[] array, int start, int end, byte[] expected) {
        int from = start;
        for (byte wanted : expected) {
            if (from >= end) {
                return false;
            }
            int width = width(array, from, end);
            if (byteAt(array, from, width) != wanted) {
                return false;
            }
            from += width;
        }
        return from == end;
    }

    static String decoded(Slice raw) {
        ByteBuilder decoded = new ByteBuilder(raw.length());
        int from = raw.start();
        while (from < raw.end()) {
            int width = width(raw.array(), from, raw.end());
            decoded.append(byteAt(raw.array(), from, width));
            from += width;
        }
        return new String(decoded.array(), 0, decoded.length(), StandardCharsets.UTF_8);
    }

    /** How many bytes stand for the one at {@code from}. */
    private static int width(byte[] array, int from, int end) {
        boolean isEscape = array[from] == '%'
                && end - from >= 3
                && Ascii.hexDigit(array[from + 1]) >= 0
                && Ascii.hexDigit(array[from + 2]) >= 0;
        return isEscape ? 3 : 1;
    }

    private static byte byteAt(byte[] array, int from, int width) {
        if (width == 3) {
            return (byte) (Ascii.hexDigit(array[from + 1]) << 4 | Ascii.hexDigit(array[from + 2]));
        }
        return array[from] == '+' ? (byte) ' ' : array[from];
    }
}
