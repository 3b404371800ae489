package dev.postern.domain.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathPatternTest {
    @Test
    void namesItsParametersInTheOrderOfWriting() throws BadPatternException {
        assertEquals(
                List.of("org", "repo", "rest"),
                PathPattern.parse("/{org}/x-{repo}.git/{*rest}").parameterNames());
        assertEquals(List.of(), PathPattern.parse("/").parameterNames());
        assertEquals(List.of(), PathPattern.parsePrefix("/a/b").parameterNames());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/ | /",
                "/a/{id}/b | /a/{}/b",
                "/a/v{id}.json/{*all} | /a/v{}.json/{*}",
                "/a/{{x}} | /a/{{x}}",
                "/{{{x}}} | /{{{}}}",
                "/a//b/ | /a//b/",
                "/caf\u00e9 | /caf%C3%A9",
                "/caf%c3%a9 | /caf%C3%A9",
                "/%7euser/a%2fb | /~user/a%2Fb",
                "/a b | /a%20b",
                "/\uD83D\uDE00 | /%F0%9F%98%80",
            })
    void keepsLiteralTextInTheFormOfNormalisedPaths(String written, String shape) throws BadPatternException {
        assertEquals(shape, PathPattern.parse(written).shape());
        assertEquals(written, PathPattern.parse(written).toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "users | found 'users', expected a path that begins with /",
                "'' | found '', expected a path that begins with /",
                "/a/{id | found a { that is not closed",
                "/a/{id/b} | found a { that is not closed",
                "/a/id} | found a } without a { before it",
                "/{a}-{b} | found two parameters in one segment, {a} and {b}",
                "/{a}/{a} | found parameter {a} twice",
                "/{a}/{*a} | found parameter {a} twice",
                "/a/{} | found a parameter without a name",
                "/a/{*} | found a parameter without a name",
                "/a/{1st} | found parameter name '1st'",
                "/a/{client.ip} | found parameter name 'client.ip'",
                "/a/{rest*} | found parameter name 'rest*'",
                "/a/{*rest}/b | found {*rest} before the end",
                "/a/{*rest}/ | found {*rest} before the end",
                "/a/x{*rest} | found text beside {*rest}",
                "/a/{*rest}x | found text beside {*rest}",
                "/a?b=1 | found '?'",
                "/a#b | found '#'",
                "/a/../b | found the segment '..'",
                "/a/%2e/b | found the segment '.'",
                "/100% | found a % that no two hex digits follow",
                "/%zz | found a % that no two hex digits follow",
            })
    void saysWhatIsWrongWithAPath(String written, String message) {
        BadPatternException fault = assertThrows(BadPatternException.class, () -> PathPattern.parse(written));

        assertTrue(fault.getMessage().startsWith(message), fault.getMessage());
        assertTrue(fault.getMessage().contains("expected"), fault.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/a/{id} | found parameter {id} in '/a/{id}'; a prefix is literal text, write path: /a/{id}/{*rest}",
                "/a//b | found an empty segment",
                "// | found an empty segment",
                "a | found 'a', expected a path that begins with /",
            })
    void saysWhatIsWrongWithAPrefix(String written, String message) {
        BadPatternException fault = assertThrows(BadPatternException.class, () -> PathPattern.parsePrefix(written));

        assertTrue(fault.getMessage().startsWith(message), fault.getMessage());
    }

    @Test
    void takesASlashAtTheEndOfAPrefixAsNoDifference() throws BadPatternException {
        assertEquals("/a/b", PathPattern.parsePrefix("/a/b/").shape());
        assertEquals("", PathPattern.parsePrefix("/").shape());
    }

    @Test
    void boundsTheSizeOfAPattern() throws BadPatternException {
        assertEquals(128, PathPattern.parse("/a".repeat(128)).segments().size());
        assertThrows(BadPatternException.class, () -> PathPattern.parse("/a".repeat(129)));
        assertThrows(BadPatternException.class, () -> PathPattern.parse("/" + "a".repeat(4096)));
    }
}
