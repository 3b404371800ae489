package dev.postern.domain.rewrite;

import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.Slice;

/**
 * Gives every path one spelling before anything looks at it: dot segments resolved, needless escapes undone, needed
 * ones made, hexadecimal digits in upper case. Escaped slashes stay escaped, empty segments ({@code //}) stay as they
 * are. What has no safe meaning is refused. Pure, linear, and without a copy where a path is normal already.
 */
public final class PathNormaliser {
    private PathNormaliser() {}

    /** What became of a path. */
    public enum Outcome {
        /** The path is in its normal form already; nothing was written. */
        NORMAL("already normal"),
        /** The normal form was appended. */
        CHANGED("normalised"),
        NOT_ABSOLUTE("the path does not begin with a slash"),
        CLIMBS_OUT("the path climbs out of the root"),
        BAD_ESCAPE("the path holds a malformed percent-encoding or an encoded NUL"),
        BAD_BYTE("the path holds a control byte, a space, '#' or '?'"),
        DOT_PARAMETER("the path holds a dot segment with a ';' parameter, which servers read differently");

        private final String reason;

        Outcome(String reason) {
            this.reason = reason;
        }

        public boolean isRefused() {
            return this != NORMAL && this != CHANGED;
        }

        public String reason() {
            return reason;
        }
    }

    /** Appends the normal form of a path (without its query) to {@code out}, unless it is normal or refused. */
    public static Outcome normalise(Slice path, ByteBuilder out) {
        if (isNormal(path)) {
            return Outcome.NORMAL;
        }
        if (path.isEmpty()) {
            // RFC 9112 §3.2.1: an absolute target without a path asks for the root.
            out.append('/');
            return Outcome.CHANGED;
        }
        if (path.at(0) != '/') {
            return Outcome.NOT_ABSOLUTE;
        }
        int root = out.length();
        Outcome outcome = rebuild(path, out, root);
        if (outcome.isRefused()) {
            out.truncate(root);
        }
        return outcome;
    }

    /** Whether normalising would change nothing: absolute, nothing to decode, encode, resolve or refuse. */
    public static boolean isNormal(Slice path) {
        return isNormal(path.array(), path.start(), path.end());
    }

    static boolean isNormal(byte[] bytes, int start, int end) {
        if (start == end || bytes[start] != '/') {
            return false;
        }
        for (int i = start; i < end; i++) {
            byte b = bytes[i];
            if (b == '%') {
                if (!isNormalEscape(bytes, i, end)) {
                    return false;
                }
            } else if (!UriText.isPath(b)
                    || (b == '/' && i + 1 < end && bytes[i + 1] == '.' && isDotSegment(bytes, i + 1, end))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNormalEscape(byte[] bytes, int index, int end) {
        int escaped = UriText.escapeAt(bytes, index, end);
        return escaped > 0 && !UriText.isUnreserved(escaped) && bytes[index + 1] < 'a' && bytes[index + 2] < 'a';
    }

    private static Outcome rebuild(Slice path, ByteBuilder out, int root) {
        int length = path.length();
        int segment = root + 1;
        for (int i = 0; i < length; i++) {
            byte b = path.at(i);
            if (b == '/') {
                if (i > 0) {
                    Outcome closed = closeSegment(out, root, segment);
                    if (closed.isRefused()) {
                        return closed;
                    }
                    if (closed == Outcome.CHANGED) {
                        segment = out.length();
                        continue;
                    }
                }
                out.append('/');
                segment = out.length();
            } else if (b == '%') {
                int escaped = UriText.escapeAt(path, i);
                if (escaped <= 0) {
                    return Outcome.BAD_ESCAPE;
                }
                appendByte(escaped, UriText.isUnreserved(escaped), out);
                i += 2;
            } else if (UriText.isControl(b) || b == ' ' || b == '#' || b == '?') {
                return Outcome.BAD_BYTE;
            } else {
                appendByte(b, UriText.isPath(b), out);
            }
        }
        Outcome closed = closeSegment(out, root, segment);
        return closed.isRefused() ? closed : Outcome.CHANGED;
    }

    /** Resolves the segment just written; CHANGED when it was a dot segment, and then {@code out} ends with a slash. */
    private static Outcome closeSegment(ByteBuilder out, int root, int segment) {
        byte[] bytes = out.array();
        int end = out.length();
        if (segment >= end || bytes[segment] != '.' || !isDotSegment(bytes, segment, end)) {
            return Outcome.NORMAL;
        }
        int dots = segment + 1 < end && bytes[segment + 1] == '.' ? 2 : 1;
        if (segment + dots < end) {
            return Outcome.DOT_PARAMETER;
        }
        if (dots == 1) {
            out.truncate(segment);
            return Outcome.CHANGED;
        }
        int parentEnd = segment - 1;
        if (parentEnd == root) {
            return Outcome.CLIMBS_OUT;
        }
        int parent = parentEnd;
        while (bytes[parent - 1] != '/') {
            parent--;
        }
        out.truncate(parent);
        return Outcome.CHANGED;
    }

    /** Whether {@code .}, {@code ..}, {@code .;x} or {@code ..;x} begins here and ends at a slash or the end. */
    private static boolean isDotSegment(byte[] bytes, int from, int end) {
        int i = from + 1;
        if (i < end && bytes[i] == '.') {
            i++;
        }
        return i == end || bytes[i] == '/' || bytes[i] == ';';
    }

    private static void appendByte(int b, boolean asItIs, ByteBuilder out) {
        if (asItIs) {
            out.append(b);
        } else {
            UriText.appendEncoded(b, out);
        }
    }
}
