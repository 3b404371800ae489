package dev.postern.app.telemetry;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.Slice;

/** Writes what strangers sent so that nothing in it can end a line or a text, and no single one is long. */
final class LineText {
    /** Of any one value: what is longer is cut. */
    static final int LONGEST = 4096;

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
        int length = Math.min(text.length(), LONGEST);
        for (int i = 0; i < length; i++) {
            byte b = text.at(i);
            if (b == '"' || b == '\\') {
                line.append('\\').append(b);
            } else if (b < 0x20 || b == 0x7f) {
                appendHex(b, line.append(beforeHex));
            } else {
                line.append(b);
            }
        }
    }

    private static void appendHex(byte b, ByteBuilder line) {
        line.append(HEX[b >> 4 & 0xf]).append(HEX[b & 0xf]);
    }
}
