package dev.postern.domain.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What took the place of variables and files is shown as it was written. */
class ReplacedValuesTest {
    private static Element respond(String body, Map<String, String> headers, Map<String, String> replaced) {
        RespondConfig respond = new RespondConfig(200, body, "text/plain", headers);
        return new Element(new ElementId(Section.ROUTES, "a"), route(respond), Map.of(), replaced);
    }

    private static RouteConfig route(RespondConfig respond) {
        HeaderEditsConfig noEdits = new HeaderEditsConfig(Map.of(), Map.of(), List.of());
        MatchConfig match = new MatchConfig(
                List.of("a.example"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                List.of());
        return new RouteConfig(
                List.of(),
                0,
                match,
                Optional.empty(),
                Map.of(),
                Optional.of(respond),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                noEdits,
                noEdits,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                RouteConfig.OnRemoval.DRAIN);
    }

    @Test
    void showsWhatWasWritten() {
        Element element = respond(
                "k hunter2!",
                Map.of("X-Key", "secret-value", "Cookie", "another-one"),
                Map.of(
                        "routes.a.respond.body", "k ${PASS}",
                        "routes.a.respond.headers.X-Key", "${file:/run/key}",
                        "routes.a.respond.headers.Cookie", "${COOKIE}",
                        "routes.a.match.host", "${HOST}"));

        assertEquals(
                Map.of(
                        "priority",
                        0,
                        "onRemoval",
                        "drain",
                        "match",
                        Map.of("host", List.of("${HOST}")),
                        "respond",
                        Map.of(
                                "status",
                                200,
                                "body",
                                "k ${PASS}",
                                "contentType",
                                "text/plain",
                                "headers",
                                Map.of("X-Key", "${file:/run/key}", "Cookie", "${COOKIE}"))),
                ConfigTree.of(element));
    }

    @Test
    void showsItAlsoWhereASingleValueStandsForTheWhole() {
        Element element = respond("hunter2!", Map.of(), Map.of("routes.a.respond", "${PASS}"));

        assertEquals(
                Map.of("status", 200, "body", "${PASS}", "contentType", "text/plain"),
                ConfigTree.of(element).get("respond"));
    }

    @Test
    void tellsADifferenceWithoutTheValues() {
        Element before = respond("hunter2!", Map.of(), Map.of("routes.a.respond.body", "${PASS}"));
        Element after = respond("hunter3!", Map.of(), Map.of("routes.a.respond.body", "${PASS}"));

        assertEquals(
                List.of("respond.body: ${PASS} -> ${PASS}"),
                ConfigTree.differences(before, after).stream()
                        .map(ConfigTree.Difference::toString)
                        .toList());
    }

    @Test
    void findsEachPieceOfATextThatAlsoHasTemplates() {
        Element element = respond(
                "a hunter2! {client.ip} second-one b",
                Map.of(),
                Map.of("routes.a.respond.body", "a ${PASS} {client.ip} ${file:/run/key} b"));

        assertEquals(Map.of("hunter2!", "${PASS}", "second-one", "${file:/run/key}"), ConfigTree.replacements(element));
    }

    @Test
    void hidesATokenHoweverItIsWritten() {
        AdminConfig admin = new AdminConfig(new Address("127.0.0.1", 9901), Optional.of("0123456789abcdef"), List.of());

        assertEquals(Map.of("address", "127.0.0.1:9901", "token", "(hidden)"), ConfigTree.of(admin));
    }
}
