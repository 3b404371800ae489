package dev.postern.domain.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.rewrite.PathNormaliser.Outcome;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PathNormaliserPropertyTest {
    @Provide
    Arbitrary<String> paths() {
        Arbitrary<String> tricky = Arbitraries.of(
                "/", "/", "/", ".", ".", "..", "%2e", "%2E", "%2F", "%2f", "%5c", "\\", "%25", "%", "%00", "%0", ";",
                "a", "b", "%61", "%C3", "\u00e9", "?", "#", " ", "//", "[", "\r", "\n");
        return tricky.list().ofMaxSize(24).map(pieces -> "/" + String.join("", pieces));
    }

    @Provide
    Arbitrary<String> bytes() {
        return Arbitraries.chars().range('\0', '\u00ff').list().ofMaxSize(40).map(chars -> {
            StringBuilder text = new StringBuilder("/");
            chars.forEach(text::append);
            return text.toString();
        });
    }

    @Property
    void isIdempotent(@ForAll("paths") String path) {
        ByteBuilder once = new ByteBuilder(4);
        if (PathNormaliser.normalise(Slice.of(path), once) == Outcome.CHANGED) {
            Slice normal = once.slice(0, new Slice());
            assertTrue(PathNormaliser.isNormal(normal), once::toString);
            assertEquals(Outcome.NORMAL, PathNormaliser.normalise(normal, new ByteBuilder(4)));
        }
    }

    @Property
    void neverLeavesADotSegmentOrAForbiddenByte(@ForAll("paths") String path) {
        String normal = normalOf(path);
        if (normal.isEmpty()) {
            return;
        }
        assertEquals('/', normal.charAt(0));
        for (String segment : normal.substring(1).split("/", -1)) {
            assertFalse(segment.equals(".") || segment.equals(".."), normal);
        }
        assertTrue(normal.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '#' && c != '?' && c != '\\'), normal);
    }

    @Property
    void neverClimbsOutNorResolvesOtherwiseThanByCounting(@ForAll("paths") String path) {
        String[] segments = path.substring(1).split("/", -1);
        int depth = 0;
        boolean climbs = false;
        for (int i = 0; i < segments.length; i++) {
            String segment = segments[i].toLowerCase(Locale.ROOT).replace("%2e", ".");
            if (segment.equals("..")) {
                depth--;
                climbs |= depth < 0;
            } else if (!segment.equals(".") && i < segments.length - 1) {
                depth++;
            }
        }
        Outcome outcome = PathNormaliser.normalise(Slice.of(path), new ByteBuilder(4));
        if (climbs) {
            assertTrue(outcome.isRefused(), path);
        } else {
            assertFalse(outcome == Outcome.CLIMBS_OUT, path);
        }
    }

    @Property
    void neverTurnsAnEscapedSlashIntoASeparator(@ForAll("paths") String path) {
        String normal = normalOf(path);
        assertTrue(count(normal, "/") <= count(path, "/"), normal);
        if (!path.contains("..") && !path.toLowerCase(Locale.ROOT).contains("%2e") && !normal.isEmpty()) {
            assertEquals(count(path.toUpperCase(Locale.ROOT), "%2F"), count(normal, "%2F"), normal);
        }
    }

    @Property
    void neverGrowsBeyondThreeTimes(@ForAll("bytes") String path) {
        assertTrue(normalOf(path).length() <= 3 * path.length());
    }

    private static String normalOf(String path) {
        ByteBuilder out = new ByteBuilder(4);
        return switch (PathNormaliser.normalise(Slice.of(path), out)) {
            case NORMAL -> path;
            case CHANGED -> out.toString();
            default -> "";
        };
    }

    private static int count(String text, String wanted) {
        return (text.length() - text.replace(wanted, "").length()) / wanted.length();
    }
}
