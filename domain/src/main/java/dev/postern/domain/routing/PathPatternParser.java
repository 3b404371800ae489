package dev.postern.domain.routing;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.ByteBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one path pattern from left to right. Made for one use. */
final class PathPatternParser {
    private final String text;
    private int position;

    private final List<PathPattern.Segment> segments = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    private final ByteBuilder literal = new ByteBuilder(32);
    private @Nullable String name;
    private byte[] before = {};
    private boolean isRest;

    PathPatternParser(String text) {
        this.text = text;
    }

    PathPattern path() throws BadPatternException {
        readSegments();
        return new PathPattern(text, segments);
    }

    PathPattern prefix() throws BadPatternException {
        readSegments();
        if (!names.isEmpty()) {
            throw new BadPatternException("found parameter {" + names.iterator().next() + "} in '" + text
                    + "'; a prefix is literal text, write path: " + trimmed() + "/{*rest} for what is below");
        }
        List<PathPattern.Segment> kept =
                isEmpty(segments.getLast()) ? segments.subList(0, segments.size() - 1) : segments;
        for (PathPattern.Segment segment : kept) {
            if (isEmpty(segment)) {
                throw new BadPatternException(
                        "found an empty segment ('//') in '" + text + "', expected whole segments");
            }
        }
        return new PathPattern(text, kept);
    }

    private String trimmed() {
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private static boolean isEmpty(PathPattern.Segment segment) {
        return segment instanceof PathPattern.Literal literal && literal.text.length == 0;
    }

    private void readSegments() throws BadPatternException {
        if (!text.startsWith("/")) {
            throw new BadPatternException("found '" + text + "', expected a path that begins with /");
        }
        if (text.length() > PathPattern.LONGEST) {
            throw new BadPatternException(
                    "found " + text.length() + " characters, expected at most " + PathPattern.LONGEST);
        }
        position = 1;
        while (position < text.length()) {
            readOne(text.charAt(position));
        }
        endSegment();
        if (segments.size() > PathPattern.MOST_SEGMENTS) {
            throw new BadPatternException(
                    "found " + segments.size() + " segments, expected at most " + PathPattern.MOST_SEGMENTS);
        }
    }

    private void readOne(char c) throws BadPatternException {
        boolean isDoubled = position + 1 < text.length() && text.charAt(position + 1) == c;
        switch (c) {
            case '/' -> {
                endSegment();
                position++;
            }
            case '{', '}' -> {
                if (isDoubled) {
                    literal.append(c);
                    position += 2;
                } else if (c == '{') {
                    readParameter();
                } else {
                    throw fault("a } without a { before it", "}} for a literal brace");
                }
            }
            case '?', '#' ->
                throw fault("'" + c + "'", "a path only; conditions on the query belong under match.query");
            case '%' -> readPercent();
            default -> readCharacter();
        }
    }

    private void readParameter() throws BadPatternException {
        int close = text.indexOf('}', position);
        int slash = text.indexOf('/', position);
        if (close < 0 || (slash >= 0 && slash < close)) {
            throw fault("a { that is not closed", "{name}, {*name} or {{ for a literal brace");
        }
        boolean startsRest = text.startsWith("*", position + 1);
        String found = text.substring(position + (startsRest ? 2 : 1), close);
        if (name != null) {
            throw fault("two parameters in one segment, {" + name + "} and {" + found + "}", "one at most");
        }
        checkName(found);
        name = found;
        isRest = startsRest;
        before = bytesOf(literal);
        literal.clear();
        position = close + 1;
    }

    private void checkName(String found) throws BadPatternException {
        if (found.isEmpty()) {
            throw fault("a parameter without a name", "{name} or {*name}");
        }
        for (int i = 0; i < found.length(); i++) {
            char c = found.charAt(i);
            boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
            if (!isLetter && (i == 0 || !((c >= '0' && c <= '9') || c == '-'))) {
                throw fault(
                        "parameter name '" + found + "'",
                        "a letter or _, then letters, digits, _ and - ({*name} for the rest)");
            }
        }
        if (!names.add(found)) {
            throw fault("parameter {" + found + "} twice", "a name of its own for each");
        }
    }

    /** Requests arrive with unreserved characters decoded and the hex digits of other escapes in upper case. */
    private void readPercent() throws BadPatternException {
        int high = position + 1 < text.length() ? Ascii.hexDigit((byte) text.charAt(position + 1)) : -1;
        int low = position + 2 < text.length() ? Ascii.hexDigit((byte) text.charAt(position + 2)) : -1;
        if (high < 0 || low < 0) {
            throw fault("a % that no two hex digits follow", "%25 for a literal percent sign");
        }
        int decoded = high << 4 | low;
        if (isUnreserved(decoded)) {
            literal.append(decoded);
        } else {
            literal.append(text.substring(position, position + 3).toUpperCase(Locale.ROOT));
        }
        position += 3;
    }

    private void readCharacter() {
        int codePoint = text.codePointAt(position);
        int length = Character.charCount(codePoint);
        if (codePoint > ' ' && codePoint < 0x7f) {
            literal.append(codePoint);
        } else {
            for (byte b : text.substring(position, position + length).getBytes(StandardCharsets.UTF_8)) {
                literal.append(String.format("%%%02X", b));
            }
        }
        position += length;
    }

    private static boolean isUnreserved(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }

    private void endSegment() throws BadPatternException {
        if (!segments.isEmpty() && segments.getLast() instanceof PathPattern.Rest rest) {
            throw fault("{*" + rest.name() + "} before the end", "it as the last segment");
        }
        byte[] after = bytesOf(literal);
        if (name == null) {
            checkDots(after);
            segments.add(new PathPattern.Literal(after));
        } else if (!isRest) {
            segments.add(new PathPattern.Parameter(name, before, after));
        } else if (before.length + after.length > 0) {
            throw fault("text beside {*" + name + "}", "it to be a whole segment");
        } else {
            segments.add(new PathPattern.Rest(name));
        }
        literal.clear();
        name = null;
        isRest = false;
        before = new byte[0];
    }

    private void checkDots(byte[] segment) throws BadPatternException {
        String dots = new String(segment, StandardCharsets.ISO_8859_1);
        if (dots.equals(".") || dots.equals("..")) {
            throw fault("the segment '" + dots + "'", "a path without dot segments: they are resolved before matching");
        }
    }

    private static byte[] bytesOf(ByteBuilder builder) {
        return Arrays.copyOf(builder.array(), builder.length());
    }

    private BadPatternException fault(String found, String expected) {
        return new BadPatternException("found " + found + " in '" + text + "', expected " + expected);
    }
}
