package dev.postern.domain.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.config.HeaderEditsConfig;
import dev.postern.domain.config.MatchConfig;
import dev.postern.domain.config.RedirectConfig;
import dev.postern.domain.config.RewriteConfig;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a client sends and whatever an operator combines: what goes out keeps its shape. */
class RewritePropertyTest {
    private static final Vocabulary VOCABULARY = new Vocabulary("r", List.of("u"), List.of("id", "rest"));
    private static final Vocabulary NO_UPSTREAM = new Vocabulary("r", List.of(), List.of("id", "rest"));

    @Provide
    Arbitrary<String> templates() {
        return Arbitraries.of(
                        "/",
                        "/a",
                        ".",
                        "..",
                        "x",
                        "{id}",
                        "{rest}",
                        "{header.h}",
                        "{query.q}",
                        "{cookie.c}",
                        "{path}",
                        "{method}",
                        "{{",
                        "%2F",
                        "%41",
                        "{route}",
                        "?",
                        "&",
                        "=",
                        "{uri}",
                        "{query}",
                        "https://",
                        "{host}",
                        "{scheme}://",
                        "#",
                        "\u00e9",
                        "$1",
                        "+")
                .list()
                .ofMinSize(1)
                .ofMaxSize(7)
                .map(pieces -> String.join("", pieces));
    }

    @Provide
    Arbitrary<String> values() {
        Arbitrary<String> tricky = Arbitraries.of(
                "\r\n",
                "\0",
                "\n",
                "\r",
                "/",
                "..",
                ".",
                "//",
                "%2e",
                "%2F",
                "%",
                "%0d%0a",
                "&",
                "=",
                "#",
                "?",
                ";",
                "+",
                " ",
                "\\",
                "a",
                "evil.com",
                "@",
                ":",
                "\u00ff",
                "\t",
                "\"",
                "{id}",
                "%00");
        return tricky.list().ofMaxSize(6).map(pieces -> String.join("", pieces));
    }

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.of("/", "a", "b", "%2F", "%C3%A9", "//", "...", ".a", ";", "@", "%25", "%0A", "users", "+")
                .list()
                .ofMaxSize(8)
                .map(pieces -> normal("/" + String.join("", pieces)));
    }

    @Property
    void everyRewrittenPathIsNormal(
            @ForAll("templates") String template, @ForAll("paths") String path, @ForAll("values") String value) {
        for (RewriteConfig config : List.of(
                Configs.path(template), Configs.replacePrefix(template), Configs.regex("[^/]+/?(.)", template))) {
            FaultList faults = new FaultList();
            MatchConfig match = config.replacePrefix().isPresent() ? Configs.matchPrefix("/a") : Configs.matchAll();
            Rewrite rewrite =
                    Rewrite.compile(Optional.of(config), match, Configs.NO_EDITS, VOCABULARY, "routes.r", faults);
            ByteBuilder out = new ByteBuilder(8).append("GET ");
            if (faults.all().isEmpty() && rewrite.appendTarget(scope(path, value, 2), out)) {
                Slice target = out.slice(4, new Slice());
                int mark = target.indexOf('?', 0);
                Slice rewritten = new Slice()
                        .set(target.array(), target.start(), mark < 0 ? target.end() : target.start() + mark);
                assertTrue(PathNormaliser.isNormal(rewritten), rewritten::text);
                assertTrue(rewritten.text().matches("/[!-~&&[^#?]]*"), rewritten::text);
            } else {
                assertEquals("GET ", out.toString());
            }
        }
    }

    @Property
    void strippingAPrefixNeverYieldsTheStartOfAHost(@ForAll("paths") String path, @ForAll("values") String value) {
        int slash = path.indexOf('/', 1);
        Rewrite rewrite = Rewrite.compile(
                Optional.of(Configs.replacePrefix("/")),
                Configs.matchPrefix("/a"),
                Configs.NO_EDITS,
                VOCABULARY,
                "routes.r",
                new FaultList());
        if (slash > 0) {
            ByteBuilder out = new ByteBuilder(8);
            assertTrue(rewrite.appendTarget(scope(path, value, slash), out));
            assertFalse(slash > 1 && out.toString().startsWith("//"), out::toString);
        }
    }

    @Property
    void noHeaderValueStartsAnotherLine(
            @ForAll("templates") String template, @ForAll("paths") String path, @ForAll("values") String value) {
        FaultList faults = new FaultList();
        HeaderEdits edits = HeaderEdits.compile(
                new HeaderEditsConfig(Map.of("X", template), Map.of(), List.of()),
                HeaderEdits.Side.REQUEST,
                VOCABULARY,
                "r",
                faults);
        List<String> values = new ArrayList<>();
        edits.appendTo(scope(path, value, 0), (name, written) -> values.add(written.text()));
        for (String written : values) {
            assertTrue(written.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7f)), written);
            assertEquals(written.strip(), written);
            assertFalse(written.isEmpty());
        }
    }

    @Property
    void noQueryValueStartsAnotherPair(
            @ForAll("templates") String template, @ForAll("paths") String path, @ForAll("values") String value) {
        FaultList faults = new FaultList();
        RewriteConfig config = Configs.query(Map.of("q", template), List.of("gone"));
        Rewrite rewrite = Rewrite.compile(
                Optional.of(config), Configs.matchAll(), Configs.NO_EDITS, VOCABULARY, "routes.r", faults);
        ByteBuilder out = new ByteBuilder(8);
        if (faults.all().isEmpty()) {
            FakeRequest request = FakeRequest.of(path + "?a=1&q=2&gone&b").header("h", value);
            assertTrue(rewrite.appendTarget(new TemplateScope(request, FakeParameters.of(path, value)), out));
            String query = out.toString().substring(out.toString().indexOf('?') + 1);
            assertTrue(query.startsWith("a=1&q=") && query.endsWith("&b"), query);
            String rendered = query.substring("a=1&q=".length(), query.length() - "&b".length());
            assertTrue(rendered.chars().allMatch(c -> c > ' ' && c < 0x7f && "&=#;\"\\".indexOf(c) < 0), rendered);
        }
    }

    @Property
    void noLocationLeadsToAnotherHostThanTheOperators(
            @ForAll("templates") String template, @ForAll("paths") String path, @ForAll("values") String value) {
        FaultList faults = new FaultList();
        Redirect redirect = Redirect.compile(
                new RedirectConfig(template, 308), Configs.matchAll(), NO_UPSTREAM, "routes.r", faults);
        ByteBuilder out = new ByteBuilder(8);
        if (faults.all().isEmpty() && redirect.appendLocation(scope(path, value, 0), out)) {
            String location = out.toString();
            assertTrue(location.matches("[!-~]*"), location);
            if (!template.matches("(?s)(([A-Za-z][A-Za-z0-9+.-]*:)?//|\\{scheme}:).*")) {
                assertTrue(location.matches("/([^/\\\\].*)?"), location);
            } else if (template.matches("(https:|\\{scheme}:)//\\{host}([/?#{].*)?")
                    && !template.matches(".*\\{host}\\{(?!path|uri).*")) {
                assertTrue(location.matches("https?://www\\.example\\.com([/?#].*)?"), location);
            }
        }
    }

    @Property
    void everyHostIsAHost(@ForAll("templates") String template, @ForAll("values") String value) {
        FaultList faults = new FaultList();
        Rewrite rewrite = Rewrite.compile(
                Optional.of(Configs.host(template)),
                Configs.matchAll(),
                Configs.NO_EDITS,
                VOCABULARY,
                "routes.r",
                faults);
        ByteBuilder out = new ByteBuilder(8);
        if (faults.all().isEmpty() && rewrite.appendHost(scope("/", value, 0), out)) {
            assertTrue(out.toString().matches("[A-Za-z0-9._~:\\[\\]-]+"), out::toString);
        }
    }

    private static TemplateScope scope(String path, String value, int matchedPrefixLength) {
        FakeRequest request = FakeRequest.of(path + "?q=" + value.replaceAll("[^!-~]", "+"))
                .header("h", value)
                .header("Cookie", "a=b; c=" + value);
        String rest = path.substring(1);
        String id = rest.contains("/") ? rest.substring(0, rest.indexOf('/')) : rest;
        return new TemplateScope(
                request, new FakeParameters(matchedPrefixLength, List.of(Slice.of(id), Slice.of(rest))));
    }

    private static String normal(String path) {
        ByteBuilder out = new ByteBuilder(8);
        return switch (PathNormaliser.normalise(Slice.of(path), out)) {
            case NORMAL -> path;
            case CHANGED -> new String(out.array(), 0, out.length(), StandardCharsets.ISO_8859_1);
            default -> "/";
        };
    }
}
