package dev.postern.app.telemetry;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.Slice;

/** Writes what strangers sent so that nothing in it can end a line or a text, and no single one is long. */
final class LineText {
    /** Of any one value: what is longer is cut. */
    static final int LONGEST = 4096;

    private static final byte[] HEX = Ascii.bytes("0123456789abcdef");

    private LineText() {}

    /** For between the quotes of JSON; a byte that is no ASCII becomes the character of that number. */
    static void appendJson(Slice text, ByteBuilder line) {
        int length = Math.min(text.length(), LONGEST);
        for (int i = 0; i < length; i++) {
            byte b = text.at(i);
            if (b == '"' || b == '\\') {
                line.append('\\').append(b);
            } else if (b < 0x20 || b == 0x7f) {
                line.append('\\').append('u').append('0').append('0');
                appendHex(b, line);
            } else {
                line.append(b);
            }
        }
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
        int length = Math.min(text.length(), LONGEST);
        for (int i = 0; i < length; i++) {
            byte b = text.at(i);
            if (b == '"' || b == '\\') {
                line.append('\\').append(b);
            } else if (b < 0x20 || b == 0x7f) {
                line.append('\\').append('x');
                appendHex(b, line);
            } else {
                line.append(b);
            }
        }
    }

    private static void appendHex(byte b, ByteBuilder line) {
        line.append(HEX[b >> 4 & 0xf]).append(HEX[b & 0xf]);
    }
}
