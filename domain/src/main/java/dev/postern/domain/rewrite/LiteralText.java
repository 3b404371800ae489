package dev.postern.domain.rewrite;

import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.Slice;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What an operator wrote between the variables of a template, made fit for its destination or refused. */
final class LiteralText {
    private LiteralText() {}

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Into a path: escapes are normalised, other bytes encoded where needed. */
    static byte[] path(String text, String path, Faults faults) {
        Slice bytes = slice(text);
        ByteBuilder out = new ByteBuilder(bytes.length() + 8);
        for (int i = 0; i < bytes.length(); i++) {
            byte b = bytes.at(i);
            int escaped = UriText.escapeAt(bytes, i);
            if (escaped > 0) {
                append(escaped, UriText.isUnreserved(escaped), out);
                i += 2;
            } else if (b == '%') {
                faults.add(path, "'%' must be followed by two hexadecimal digits, not 00; a percent sign is %25");
                return out.array();
            } else if (b == '?') {
                faults.add(path, "a path can't hold '?'; the query is kept by itself and changed with rewrite.query");
                return out.array();
            } else if (UriText.isControl(b) || b == ' ' || b == '#') {
                faults.add(path, "a path can't hold " + shown(b) + "; write it as " + encoded(b));
                return out.array();
            } else {
                append(b, UriText.isPath(b), out);
            }
        }
        return Arrays.copyOf(out.array(), out.length());
    }

    /** Into the value of a query pair: what would end the value is encoded, well-formed escapes are kept. */
    static byte[] queryValue(String text) {
        Slice bytes = slice(text);
        ByteBuilder out = new ByteBuilder(bytes.length() + 8);
        for (int i = 0; i < bytes.length(); i++) {
            boolean kept = UriText.isQueryValue(bytes.at(i)) || UriText.escapeAt(bytes, i) >= 0;
            append(bytes.at(i), kept, out);
        }
        return Arrays.copyOf(out.array(), out.length());
    }

    static byte[] headerValue(String text, String path, Faults faults) {
        byte[] bytes = utf8(text);
        for (byte b : bytes) {
            if (UriText.isControl(b) && b != '\t') {
                faults.add(path, "a header value can't hold " + shown(b));
                break;
            }
        }
        return bytes;
    }

    static byte[] host(String text, String path, Faults faults) {
        byte[] bytes = utf8(text);
        for (byte b : bytes) {
            if (!UriText.isHost(b)) {
                faults.add(path, "a host can't hold " + shown(b) + "; expected a name or an address, and maybe a port");
                break;
            }
        }
        return bytes;
    }

    /** Into a URI of any shape: structure is kept, what no URI may hold is encoded. */
    static byte[] location(String text, String path, Faults faults) {
        byte[] bytes = utf8(text);
        ByteBuilder out = new ByteBuilder(bytes.length + 8);
        for (byte b : bytes) {
            if (UriText.isControl(b)) {
                faults.add(path, "a location can't hold " + shown(b));
                break;
            }
            append(b, UriText.isAny(b) || b == '#', out);
        }
        return Arrays.copyOf(out.array(), out.length());
    }

    static Slice slice(String text) {
        byte[] bytes = utf8(text);
        return new Slice().set(bytes, 0, bytes.length);
    }

    private static void append(int b, boolean asItIs, ByteBuilder out) {
        if (asItIs) {
            out.append(b);
        } else {
            UriText.appendEncoded(b, out);
        }
    }

    private static String shown(int b) {
        if (b == ' ') {
            return "a space";
        }
        return b > 0x20 && b < 0x7f ? "'" + (char) b + "'" : "the byte 0x%02x".formatted(b & 0xff);
    }

    private static String encoded(int b) {
        return "%%%02X".formatted(b & 0xff);
    }
}
