package dev.postern.domain.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.rewrite.PathNormaliser.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathNormaliserTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                   | /
            /.                   | /
            /./                  | /
            /a/.                 | /a/
            /a/./b               | /a/b
            /a/..                | /
            /a/../               | /
            /a/../b              | /b
            /a/b/..              | /a/
            /a/b/../..           | /
            /a/b/../../c         | /c
            /a/b/c/./../../g     | /a/g
            /%2e/a               | /a
            /a/%2e%2e/b          | /b
            /a/.%2E/b            | /b
            /a/%2e./b            | /b
            /a//../b             | /a/b
            //..                 | /
            /%61%2D%2e%5f%7E     | /a-._~
            /a%2fb               | /a%2Fb
            /..%2f..%2fetc       | /..%2F..%2Fetc
            /a%5cb               | /a%5Cb
            /%3f%23%20%0a        | /%3F%23%20%0A
            /a\\b                | /a%5Cb
            /a[b]{c}             | /a%5Bb%5D%7Bc%7D
            '/a|b'               | /a%7Cb
            /"<>^`               | /%22%3C%3E%5E%60
            /é                   | /%E9
            """, ignoreLeadingAndTrailingWhitespace = true)
    void givesEveryPathOneSpelling(String path, String expected) {
        ByteBuilder out = new ByteBuilder(4);
        assertEquals(Outcome.CHANGED, PathNormaliser.normalise(Slice.of(path), out));
        assertEquals(expected, out.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/a",
                "/a/",
                "/a/b",
                "//",
                "/a//b",
                "/.a",
                "/a.",
                "/..a",
                "/a..b",
                "/...",
                "/%2F",
                "/a%20b",
                "/%252e%252e/",
                "/%25",
                "/%C3%A9",
                "/a;v=1/b",
                "/a:b@c!$&'()*+,=",
                "/a/...;x",
                "/%E2%80%AE"
            })
    void leavesNormalPathsAlone(String path) {
        ByteBuilder out = new ByteBuilder(4);
        assertEquals(Outcome.NORMAL, PathNormaliser.normalise(Slice.of(path), out));
        assertEquals(0, out.length());
        assertTrue(PathNormaliser.isNormal(Slice.of(path)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a                    | NOT_ABSOLUTE
            *                    | NOT_ABSOLUTE
            ../a                 | NOT_ABSOLUTE
            /..                  | CLIMBS_OUT
            /../                 | CLIMBS_OUT
            /../a                | CLIMBS_OUT
            /a/../..             | CLIMBS_OUT
            /%2e%2e/a            | CLIMBS_OUT
            /./..                | CLIMBS_OUT
            //../..              | CLIMBS_OUT
            /a/../../a/b         | CLIMBS_OUT
            /%                   | BAD_ESCAPE
            /%2                  | BAD_ESCAPE
            /%zz                 | BAD_ESCAPE
            /%2/                 | BAD_ESCAPE
            /%%32                | BAD_ESCAPE
            /%00                 | BAD_ESCAPE
            /a/..;/b             | DOT_PARAMETER
            /a/%2e%2e;x=1/b      | DOT_PARAMETER
            /a/.;                | DOT_PARAMETER
            /a#b                 | BAD_BYTE
            /a?b                 | BAD_BYTE
            '/a b'               | BAD_BYTE
            """)
    void refusesWhatHasNoSafeMeaning(String path, Outcome expected) {
        assertRefused(path, expected);
    }

    @Test
    void refusesEveryControlByte() {
        for (int b = 0; b < 0x20; b++) {
            assertRefused("/a" + (char) b + "b", Outcome.BAD_BYTE);
        }
        assertRefused("/\u007f", Outcome.BAD_BYTE);
    }

    @Test
    void keepsWhatWasInTheBuilderBefore() {
        ByteBuilder out = new ByteBuilder(4).append("GET ");
        PathNormaliser.normalise(Slice.of("/x/../y"), out);
        assertEquals("GET /y", out.toString());
        PathNormaliser.normalise(Slice.of("/x/../../y"), out);
        assertEquals("GET /y", out.toString());
    }

    @Test
    void staysLinearForManySegments() {
        String down = "/a".repeat(10_000);
        String up = "/..".repeat(10_000);
        String pairs = "/a/..".repeat(13_000);
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            for (int i = 0; i < 200; i++) {
                assertEquals(Outcome.CHANGED, normalise(down + up));
                assertEquals(Outcome.CHANGED, normalise(pairs));
                assertEquals(Outcome.CLIMBS_OUT, normalise(down + up + "/.."));
            }
        });
    }

    private static Outcome normalise(String path) {
        return PathNormaliser.normalise(Slice.of(path), new ByteBuilder(64));
    }

    private static void assertRefused(String path, Outcome expected) {
        ByteBuilder out = new ByteBuilder(4);
        Outcome outcome = PathNormaliser.normalise(Slice.of(path), out);
        assertEquals(expected, outcome);
        assertTrue(outcome.isRefused());
        assertFalse(outcome.reason().isEmpty());
        assertEquals(0, out.length());
    }
}
