package dev.postern.domain.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.config.HeaderEditsConfig;
import dev.postern.domain.rewrite.HeaderEdits.Side;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderEditsTest {
    @Test
    void dropsWhatIsRemovedOrSetAndLetsTheRestPass() {
        HeaderEdits edits = edits(Map.of("X-Set", "1"), Map.of("X-Add", List.of("2")), List.of("Cookie"));
        assertTrue(edits.drops(Slice.of("cookie")));
        assertTrue(edits.drops(Slice.of("COOKIE")));
        assertTrue(edits.drops(Slice.of("x-set")));
        assertFalse(edits.drops(Slice.of("X-Add")));
        assertFalse(edits.drops(Slice.of("Cookies")));
        assertFalse(edits.drops(Slice.of("Host")));
        assertFalse(edits.drops(Slice.of("")));
    }

    @Test
    void writesWhatIsSetThenWhatIsAdded() {
        Map<String, String> set = new LinkedHashMap<>();
        set.put("X-B", "b");
        set.put("X-A", "{client.ip}");
        assertEquals(
                List.of("X-B: b", "X-A: 203.0.113.9", "X-C: 1", "X-C: 2"),
                written(edits(set, Map.of("X-C", List.of("1", "2")), List.of()), FakeRequest.of("/")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {header.Evil}         | aX-Admin: 1b
            {header.Tab}          | a	b
            {header.Missing}      | <none>
            ' {header.Missing} '  | <none>
            ''                    | <none>
            ' a '                 | a
            a{{b}}                | a{b}
            $1                    | $1
            {uri}                 | /p%20q?x=1&y=%0d
            {path}                | /p%20q
            {query}               | x=1&y=%0d
            {query.y}             | %0d
            {id}                  | %0A7
            {host}:{port}         | [2001:db8::1]:8443
            {scheme}              | https
            {method} {route} {upstream} | GET r u
            {request.id} {client.port} | id-1 40000
            {tls.sni} {tls.version} | www.example.com TLSv1.3
            {tls.client.subject}  | <none>
            {cookie.c}            | v=w
            {cookie.d}            | <none>
            {HEADER.x}            | <fault>
            é                     | Ã©
            """, ignoreLeadingAndTrailingWhitespace = true)
    void rendersValuesThatStayOneValue(String template, String expected) {
        FaultList faults = new FaultList();
        HeaderEdits edits = HeaderEdits.compile(
                new HeaderEditsConfig(Map.of("X", template), Map.of(), List.of()),
                Side.REQUEST,
                new Vocabulary("r", List.of("u"), List.of("id")),
                "routes.r.requestHeaders",
                faults);
        FakeRequest request = FakeRequest.of("/p%20q?x=1&y=%0d")
                .secure()
                .host("2001:db8::1", 8443, "[2001:DB8::1]:8443")
                .header("Evil", "a\r\nX-Admin: 1\0b")
                .header("Tab", "a\tb")
                .header("Cookie", "b=1;  c=v=w; c=2; d");
        String seen = faults.all().isEmpty()
                ? String.join("", written(edits, request)).replaceFirst("X: ", "")
                : "<fault>";
        assertEquals(expected, seen.isEmpty() ? "<none>" : seen);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection",
                "transfer-encoding",
                "Content-Length",
                "Keep-Alive",
                "TE",
                "Trailer",
                "UPGRADE",
                "Proxy-Connection",
                "HTTP2-Settings"
            })
    void refusesWhatWouldBreakFramingOrBelongsToOneConnection(String name) {
        for (Side side : Side.values()) {
            FaultList faults = new FaultList();
            compile(new HeaderEditsConfig(Map.of(name, "x"), Map.of(name, List.of("x")), List.of(name)), side, faults);
            assertEquals(3, faults.all().size(), name);
            assertTrue(faults.all().stream().allMatch(fault -> fault.contains(name + " can't be edited: it ")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:", "é", "a\r\n", "(x)", "a,b", "\"a\""})
    void refusesWhatIsNoHeaderName(String name) {
        FaultList faults = new FaultList();
        compile(new HeaderEditsConfig(Map.of(name, "x"), Map.of(), List.of()), Side.REQUEST, faults);
        assertEquals(
                List.of("routes.r.requestHeaders.set." + name + ": '" + name
                        + "' is no header name; expected letters, digits and any of !#$%&'*+-.^_`|~"),
                faults.all());
    }

    @Test
    void refusesControlBytesInValues() {
        FaultList faults = new FaultList();
        compile(new HeaderEditsConfig(Map.of("X", "a\nb"), Map.of(), List.of()), Side.RESPONSE, faults);
        assertEquals(List.of("routes.r.requestHeaders.set.X: a header value can't hold the byte 0x0a"), faults.all());
    }

    @Test
    void takesHostAmongTheEditsAsTheHostOfTheRewrite() {
        HeaderEditsConfig config = new HeaderEditsConfig(Map.of("host", "{id}.internal:81"), Map.of(), List.of());
        FaultList faults = new FaultList();
        HeaderEdits edits = compile(config, Side.REQUEST, faults);
        Vocabulary vocabulary = new Vocabulary("r", List.of("u"), List.of("id"));
        Rewrite rewrite = Rewrite.compile(Optional.empty(), Configs.matchAll(), config, vocabulary, "routes.r", faults);
        faults.assertNone();
        assertTrue(edits.isEmpty());
        assertTrue(rewrite.setsHost());
        ByteBuilder out = new ByteBuilder(8);
        assertTrue(rewrite.appendHost(new TemplateScope(FakeRequest.of("/"), FakeParameters.of("a")), out));
        assertEquals("a.internal:81", out.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%2Fb", "a@b", "a/b", "a b", "a\r\nb", "a?b", "a\\b", ""})
    void refusesARequestWhoseValuesMakeNoHost(String value) {
        Vocabulary vocabulary = new Vocabulary("r", List.of("u"), List.of("id"));
        Rewrite rewrite = Rewrite.compile(
                Optional.of(Configs.host("{id}.x")),
                Configs.matchAll(),
                Configs.NO_EDITS,
                vocabulary,
                "routes.r",
                new FaultList());
        ByteBuilder out = new ByteBuilder(8);
        assertFalse(rewrite.appendHost(new TemplateScope(FakeRequest.of("/"), FakeParameters.of(value)), out));
        assertEquals(0, out.length());
    }

    @Test
    void tellsWhatIsWrongWithHosts() {
        FaultList faults = new FaultList();
        Vocabulary vocabulary = new Vocabulary("r", List.of("u"), List.of("id"));
        HeaderEditsConfig host =
                new HeaderEditsConfig(Map.of("Host", "b"), Map.of("Host", List.of("c")), List.of("Host"));
        Rewrite.compile(Optional.of(Configs.host("a")), Configs.matchAll(), host, vocabulary, "routes.r", faults);
        for (String text : List.of("", "a b", "a/b", "{path}")) {
            Rewrite.compile(
                    Optional.of(Configs.host(text)),
                    Configs.matchAll(),
                    Configs.NO_EDITS,
                    vocabulary,
                    "routes.r",
                    faults);
        }
        compile(host, Side.REQUEST, faults);
        assertEquals(
                List.of(
                        "routes.r.requestHeaders.set.Host: Host is given by routes.r.rewrite.host as well; expected one"
                                + " of them",
                        "routes.r.rewrite.host: a host can't be empty",
                        "routes.r.rewrite.host: a host can't hold a space; expected a name or an address, and maybe a"
                                + " port",
                        "routes.r.rewrite.host: a host can't hold '/'; expected a name or an address, and maybe a port",
                        "routes.r.rewrite.host: a host can't hold {path}",
                        "routes.r.requestHeaders.remove[0]: Host can't be removed; it is changed with rewrite.host",
                        "routes.r.requestHeaders.add.Host: a request has one Host; it is changed with rewrite.host"),
                faults.all());
    }

    private static HeaderEdits edits(Map<String, String> set, Map<String, List<String>> add, List<String> remove) {
        FaultList faults = new FaultList();
        HeaderEdits edits = compile(new HeaderEditsConfig(set, add, remove), Side.REQUEST, faults);
        faults.assertNone();
        return edits;
    }

    private static HeaderEdits compile(HeaderEditsConfig config, Side side, Faults faults) {
        return HeaderEdits.compile(
                config, side, new Vocabulary("r", List.of("u"), List.of("id")), "routes.r.requestHeaders", faults);
    }

    private static List<String> written(HeaderEdits edits, FakeRequest request) {
        List<String> lines = new ArrayList<>();
        edits.appendTo(
                new TemplateScope(request, FakeParameters.of("%0A7")),
                (name, value) -> lines.add(name.text() + ": " + value.text()));
        return lines;
    }
}
