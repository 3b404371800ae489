package dev.postern.app.telemetry;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.Slice;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Writes what strangers sent so that nothing in it can end a line or a text, and no single one is long. */
final class LineText {
    /** Of any one value: what is longer is cut. */
    static final int LONGEST = 4096;

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHEST = ONES << 7;

    private static final byte[] HEX = Ascii.bytes("0123456789abcdef");
    /** In JSON and in the common format: what stands before the two digits of a byte. */
    private static final byte[] JSON_HEX = Ascii.bytes("\\u00");

    private static final byte[] COMMON_HEX = Ascii.bytes("\\x");

    private LineText() {}

    /** For between the quotes of JSON; a byte that is no ASCII becomes the character of that number. */
    static void appendJson(Slice text, ByteBuilder line) {
        append(text, JSON_HEX, line);
    }

    /** Of our own names, which are ASCII. */
    static void appendJson(String name, ByteBuilder line) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\');
            }
            line.append(c < 0x20 || c > 0x7e ? '?' : c);
        }
    }

    /** For between the quotes of the common format, as its readers unescape it. */
    static void appendCommon(Slice text, ByteBuilder line) {
        append(text, COMMON_HEX, line);
    }

    private static void append(Slice text, byte[] beforeHex, ByteBuilder line) {
        byte[] bytes = text.array();
        int end = text.start() + Math.min(text.length(), LONGEST);
        int from = text.start();
        for (int i = plainEnd(bytes, from, end); i < end; i = plainEnd(bytes, from, end)) {
            appendEscaped(bytes[i], beforeHex, line.append(bytes, from, i));
            from = i + 1;
        }
        line.append(bytes, from, end);
    }

    /** Where the first byte stands that can't stay as it is. */
    private static int plainEnd(byte[] bytes, int from, int end) {
        int at = from;
        // why eight at a time: looking at each was a third of what a line cost.
        while (at + Long.BYTES <= end && arePlain((long) EIGHT.get(bytes, at))) {
            at += Long.BYTES;
        }
        while (at < end && isPlain(bytes[at])) {
            at++;
        }
        return at;
    }

    private static boolean isPlain(byte b) {
        return b >= 0x20 && b != '"' && b != '\\' && b != 0x7f;
    }

    /** Never true where one of them is not plain: the highest bit of each byte tells. */
    private static boolean arePlain(long eight) {
        long quote = eight ^ ONES * '"';
        long backslash = eight ^ ONES * '\\';
        long delete = eight ^ ONES * 0x7f;
        long zeroes = (quote - ONES) | (backslash - ONES) | (delete - ONES);
        return ((eight | (eight - ONES * 0x20) | zeroes) & HIGHEST) == 0;
    }

    private static void appendEscaped(byte b, byte[] beforeHex, ByteBuilder line) {
        if (b == '"' || b == '\\') {
            line.append('\\').append(b);
        } else {
            appendHex(b, line.append(beforeHex));
        }
    }

    private static void appendHex(byte b, ByteBuilder line) {
        line.append(HEX[b >> 4 & 0xf]).append(HEX[b & 0xf]);
    }
}
