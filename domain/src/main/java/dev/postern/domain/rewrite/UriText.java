package dev.postern.domain.rewrite;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.Slice;

/** Which bytes stand for themselves in which part of a URI (RFC 3986), and how the others are written. */
final class UriText {
    private static final String UNRESERVED_MARKS = "-._~";
    private static final String SUB_DELIMITERS = "!$&'()*+,;=";
    private static final boolean[] UNRESERVED = alphanumericAnd(UNRESERVED_MARKS);
    private static final boolean[] PATH = alphanumericAnd(UNRESERVED_MARKS + SUB_DELIMITERS + ":@/");
    private static final boolean[] QUERY_VALUE = alphanumericAnd(UNRESERVED_MARKS + "!$'()*,:@/?+");
    private static final boolean[] ANY = alphanumericAnd(UNRESERVED_MARKS + SUB_DELIMITERS + ":@/?[]%");
    private static final boolean[] HOST = alphanumericAnd(UNRESERVED_MARKS + ":[]");
    private static final byte[] HEX = Ascii.bytes("0123456789ABCDEF");

    private UriText() {}

    static boolean isUnreserved(int b) {
        return UNRESERVED[b & 0xff];
    }

    /** May stand in a path as it is; a slash may, a percent sign may not. */
    static boolean isPath(int b) {
        return PATH[b & 0xff];
    }

    /** May stand in the value of a query pair as an operator writes it. */
    static boolean isQueryValue(int b) {
        return QUERY_VALUE[b & 0xff];
    }

    /** May stand somewhere in a URI before its fragment, the percent sign included. */
    static boolean isAny(int b) {
        return ANY[b & 0xff];
    }

    /** May stand in a host with a port. */
    static boolean isHost(int b) {
        return HOST[b & 0xff];
    }

    static boolean isControl(int b) {
        return (b & 0xff) < 0x20 || (b & 0xff) == 0x7f;
    }

    static void appendEncoded(int b, ByteBuilder out) {
        out.append('%').append(HEX[(b & 0xff) >>> 4]).append(HEX[b & 0xf]);
    }

    /** The byte that the escape at an index stands for, or -1 when there is no well-formed escape. */
    static int escapeAt(Slice text, int index) {
        return escapeAt(text.array(), text.start() + index, text.end());
    }

    static int escapeAt(byte[] bytes, int index, int end) {
        if (index + 2 >= end || bytes[index] != '%') {
            return -1;
        }
        int high = Ascii.hexDigit(bytes[index + 1]);
        int low = Ascii.hexDigit(bytes[index + 2]);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static boolean[] alphanumericAnd(String marks) {
        boolean[] table = new boolean[256];
        for (int b = 0; b < 256; b++) {
            boolean alphanumeric = (b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z');
            table[b] = alphanumeric || marks.indexOf(b) >= 0;
        }
        return table;
    }
}
