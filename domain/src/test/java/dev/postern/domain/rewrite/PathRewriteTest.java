package dev.postern.domain.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.config.MatchConfig;
import dev.postern.domain.config.RewriteConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathRewriteTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /users    | /v2     | /users       | /v2
            /users    | /v2     | /users/      | /v2/
            /users    | /v2     | /users/7     | /v2/7
            /users    | /v2     | /users/7/    | /v2/7/
            /users    | /v2     | /users/7?a=b | /v2/7?a=b
            /users    | /v2     | /users?      | /v2?
            /users    | /v2/    | /users       | /v2/
            /users    | /v2/    | /users/      | /v2/
            /users    | /v2/    | /users/7     | /v2/7
            /users/   | /v2     | /users/7     | /v2/7
            /users/   | /v2     | /users/      | /v2/
            /users/   | /v2/    | /users/7     | /v2/7
            /users    | /       | /users       | /
            /users    | /       | /users/      | /
            /users    | /       | /users/7     | /7
            /users    | ''      | /users       | /
            /users    | ''      | /users/      | /
            /users    | ''      | /users/7     | /7
            /users    | /       | /users//7    | /7
            /users    | /       | /users//     | /
            /users    | /v2     | /users//7    | /v2//7
            /         | /v2     | /            | /v2/
            /         | /v2     | /a/b         | /v2/a/b
            /         | /       | /a/b         | /a/b
            /a/b      | /c      | /a/b/d       | /c/d
            /users    | /a%2fb  | /users/7     | /a%2Fb/7
            /users    | /ä      | /users/7     | /%C3%A4/7
            """)
    void replacesWholeSegments(String prefix, String replacement, String target, String expected) {
        assertEquals(
                expected,
                render(
                        Configs.replacePrefix(replacement),
                        Configs.matchPrefix(prefix),
                        target,
                        FakeParameters.prefix(prefix)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /internal/{id}               | /users/7?x=1 | /internal/7?x=1
            /internal/{id}/{rest}        | /users/7     | /internal/7/a/b
            /x{path}                     | /users/7     | /x/users/7
            {path}                       | /users/7     | /users/7
            /{method}/{scheme}/{host}    | /users/7     | /GET/http/www.example.com
            /h/{header.X-Tenant}         | /users/7     | /h/a%2F..%2Fb
            /q/{query.q}                 | /?q=a+b%2fc/ | /q/a%20b%2Fc%2F?q=a+b%2fc/
            /c/{cookie.c}                | /users/7     | /c/1%2F2
            /none/{header.Missing}/x     | /users/7     | /none//x
            /{{id}}                      | /users/7     | /%7Bid%7D
            /r/{route}/u/{upstream}      | /users/7     | /r/users/u/blue
            /p/{port}/{client.ip}        | /users/7     | /p/80/203.0.113.9
            /fixed                       | /users/7     | /fixed
            """)
    void rendersPathsFromTemplates(String template, String target, String expected) {
        assertEquals(
                expected,
                render(
                        Configs.path(template),
                        Configs.matchPath("/users/{id}/{*rest}"),
                        target,
                        FakeParameters.of("7", "a/b")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ^/old/(.*)$                  | /new/$1          | /old/a/b | /new/a/b
            ^/old/(.*)$                  | /new/${1}x       | /old/a   | /new/ax
            ^/(?P<a>[^/]+)/(?P<b>[^/]+)$ | /${b}/{a}        | /1/2     | /2/1
            ^/old/(.*)$                  | /new/$1          | /other   | /other
            a                            | b                | /a/ba    | /b/bb
            /v[0-9]+                     | ''               | /v1/v2/x | /x
            $                            | /end             | /a       | /a/end
            ^/a                          | /$$              | /a       | /$
            ^/a(b)?                      | /x$1             | /a       | /x
            ^/a                          | /{method}        | /a       | /GET
            """)
    void replacesEveryMatchOfAPattern(String pattern, String replacement, String target, String expected) {
        assertEquals(
                expected, render(Configs.regex(pattern, replacement), Configs.matchAll(), target, FakeParameters.of()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ^/a(.*)$    | $1       | /a
            ^/a(.*)$    | b$1      | /a/x
            ^/a/(.)$    | /.$1     | /a/.
            (%2)F       | $1       | /a%2F
            (%)2F       | ${1}41   | /a%2F
            b           | ../b     | /a/b
            """)
    void refusesWhatAPatternTearsApart(String pattern, String replacement, String target) {
        Rewrite rewrite = compile(Configs.regex(pattern, replacement), Configs.matchAll(), new FaultList());
        ByteBuilder out = new ByteBuilder(8);
        assertFalse(rewrite.appendTarget(scope(target, FakeParameters.of()), out));
        assertEquals(0, out.length());
    }

    @Test
    void usesTheGroupsOfTheMatchInAPath() {
        assertEquals(
                "/new/7",
                render(Configs.path("/new/$1"), Configs.matchRegex("^/old/(\\d+)$"), "/old/7", FakeParameters.of()));
        assertEquals(
                "/new/7",
                render(
                        Configs.to("/new/${id}"),
                        Configs.matchRegex("^/old/(?P<id>\\d+)$"),
                        "/old/7",
                        FakeParameters.of()));
    }

    @Test
    void readsTheShortFormByWhatTheRouteMatches() {
        assertEquals(
                "/v2/7",
                render(Configs.to("/v2"), Configs.matchPrefix("/users"), "/users/7", FakeParameters.prefix("/users")));
        assertEquals(
                "/v2/7",
                render(Configs.to("/v2/{id}"), Configs.matchPath("/users/{id}"), "/users/7", FakeParameters.of("7")));
        assertEquals("/v2", render(Configs.to("/v2"), Configs.matchAll(), "/users/7", FakeParameters.of()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /x/{header.Dots}
            /x/{header.Dot}/y
            /x/.{header.Dot}
            /{header.Missing}.{header.Dot}/y
            /{header.Nul}
            """)
    void refusesValuesThatMakeADotSegmentOrANul(String template) {
        Rewrite rewrite = compile(Configs.path(template), Configs.matchAll(), new FaultList());
        FakeRequest request =
                FakeRequest.of("/").header("Dots", "..").header("Dot", ".").header("Nul", "\0");
        ByteBuilder out = new ByteBuilder(8).append("GET ");
        assertFalse(rewrite.appendTarget(new TemplateScope(request, PathParameters.NONE), out));
        assertEquals("GET ", out.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            users        | a path must begin with '/'
            {header.X}   | a path must begin with '/'
            /a b         | a path can't hold a space; write it as %20
            /a#b         | a path can't hold '#'; write it as %23
            /a?b=c       | a path can't hold '?'; the query is kept by itself and changed with rewrite.query
            /a%zz        | '%' must be followed by two hexadecimal digits, not 00; a percent sign is %25
            /a%2{id}     | '%' must be followed by two hexadecimal digits, not 00; a percent sign is %25
            /a/../b      | the path holds a '.' or '..' segment; write where it leads to
            /a/%2e%2e/b  | the path holds a '.' or '..' segment; write where it leads to
            /{uri}       | a path can't hold {uri}; the query is kept by itself and changed with rewrite.query
            /{ids}       | there is no variable {ids} here, did you mean id?
            /{client.ipp} | there is no variable {client.ipp} here, did you mean client.ip?
            /{qwertz}    | there is no variable {qwertz} here
            /{header.a b} | there is no variable {header.a b} here, did you mean header.NAME?
            /{id         | '{' at position 2 is never closed; a brace of its own is written {{
            /id}         | '}' at position 4 closes nothing; a brace of its own is written }}
            """)
    void tellsWhatIsWrongWithAPath(String template, String message) {
        FaultList faults = new FaultList();
        compile(Configs.path(template), Configs.matchPath("/users/{id}/{*rest}"), faults);
        assertEquals(List.of("routes.users.rewrite.path: " + message), faults.all());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            (           | /x      | .pattern: found '(', expected an RE2 pattern: missing closing )
            (a{0,1000}){0,1000} | /x | .pattern: found '(a{0,1000}){0,1000}', whose repetitions come to 1001000 steps, expected at most 5000
            (a)         | /$2     | .replace: the pattern has no group 2, it has 1
            (?P<name>a) | /${nane} | .replace: the pattern has no group nane, did you mean name?
            a           | /$      | .replace: '$' at position 2 names no group; a dollar of its own is written $$
            a           | /${a    | .replace: '${' at position 2 is never closed; a dollar of its own is written $$
            """)
    void tellsWhatIsWrongWithAPattern(String pattern, String replacement, String message) {
        FaultList faults = new FaultList();
        compile(Configs.regex(pattern, replacement), Configs.matchAll(), faults);
        assertEquals(List.of("routes.users.rewrite.regex" + message), faults.all());
    }

    @Test
    void tellsImpossibleCombinations() {
        FaultList faults = new FaultList();
        compile(Configs.replacePrefix("/v2"), Configs.matchPath("/users"), faults);
        compile(
                Configs.rewrite(Optional.empty(), Optional.of("/a"), Optional.of("/b"), Optional.empty()),
                Configs.matchPrefix("/users"),
                faults);
        assertEquals(
                List.of(
                        "routes.users.rewrite.replacePrefix: there is no prefix to replace: expected match.prefix, found"
                                + " match.path, which goes with rewrite.path",
                        "routes.users.rewrite: found replacePrefix and path, which all change the path; expected one of"
                                + " them"),
                faults.all());
    }

    @Test
    void tellsWhichPrefixWasStripped() {
        assertEquals("/users", stripped("/", "/users", "/users/7"));
        assertEquals("/users", stripped("", "/users/", "/users/7"));
        assertEquals("", stripped("/v2", "/users", "/users/7"));
        assertEquals("", stripped("/", "/", "/users/7"));
    }

    @Test
    void staysLinearForLongPaths() {
        String path = "/users" + "/a".repeat(32_000);
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            for (int i = 0; i < 100; i++) {
                render(
                        Configs.replacePrefix("/"),
                        Configs.matchPrefix("/users"),
                        path,
                        FakeParameters.prefix("/users"));
            }
            render(Configs.regex("(/a)", "/b$1"), Configs.matchAll(), path, FakeParameters.of());
        });
    }

    private static String stripped(String replacement, String prefix, String target) {
        Rewrite rewrite = compile(Configs.replacePrefix(replacement), Configs.matchPrefix(prefix), new FaultList());
        Slice into = new Slice();
        rewrite.strippedPrefix(scope(target, FakeParameters.prefix(prefix)), into);
        return into.text();
    }

    private static String render(RewriteConfig config, MatchConfig match, String target, PathParameters parameters) {
        FaultList faults = new FaultList();
        Rewrite rewrite = compile(config, match, faults);
        faults.assertNone();
        ByteBuilder out = new ByteBuilder(8);
        return rewrite.appendTarget(scope(target, parameters), out) ? out.toString() : "refused";
    }

    private static Rewrite compile(RewriteConfig config, MatchConfig match, Faults faults) {
        Vocabulary vocabulary = new Vocabulary("users", List.of("blue"), List.of("id", "rest"));
        return Rewrite.compile(Optional.of(config), match, Configs.NO_EDITS, vocabulary, "routes.users", faults);
    }

    private static TemplateScope scope(String target, PathParameters parameters) {
        FakeRequest request =
                FakeRequest.of(target).header("X-Tenant", "a/../b").header("Cookie", "a=b; c=1/2");
        return new TemplateScope(request, parameters);
    }
}
