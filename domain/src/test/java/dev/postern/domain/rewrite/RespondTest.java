package dev.postern.domain.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.domain.bytes.Slice;
import dev.postern.domain.config.RespondConfig;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RespondTest {
    @Test
    void answersWithItsBodyAndItsFields() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Path", "{path}");
        headers.put("Cache-Control", "no-store");
        FaultList faults = new FaultList();
        Respond respond = compile(new RespondConfig(201, "{\"ä\":1}", "application/json", headers), faults);
        faults.assertNone();
        Slice body = new Slice();
        respond.body(body);
        assertEquals(201, respond.status());
        assertEquals("{\"ä\":1}", new String(body.array(), body.start(), body.length(), StandardCharsets.UTF_8));
        assertEquals(
                List.of("Content-Type: application/json", "X-Path: /a", "Cache-Control: no-store"), written(respond));
    }

    @Test
    void letsAHeaderGiveTheContentType() {
        Map<String, String> headers = Map.of("content-type", "text/html");
        assertEquals(
                List.of("content-type: text/html"),
                written(compile(new RespondConfig(200, "x", "text/plain", headers), new FaultList())));
    }

    @Test
    void hasNoContentTypeWithoutABody() {
        assertEquals(List.of(), written(compile(new RespondConfig(200, "", "text/plain", Map.of()), new FaultList())));
    }

    @Test
    void takesBracesInAContentTypeForWhatTheyAre() {
        assertEquals(
                List.of("Content-Type: a/b; x={y}"),
                written(compile(new RespondConfig(200, "x", "a/b; x={y}", Map.of()), new FaultList())));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            100 | ''  | a    | X              | r.respond.status: 100 is no final status; expected 200 to 599
            600 | ''  | a    | X              | r.respond.status: 600 is no final status; expected 200 to 599
            204 | x   | a    | X              | r.respond.body: a response with status 204 has no body
            304 | x   | a    | X              | r.respond.body: a response with status 304 has no body
            200 | x   | 'a\u0001' | X         | r.respond.contentType: a header value can't hold the byte 0x01
            200 | x   | a    | Content-Length | 'r.respond.headers.Content-Length: Content-Length can''t be edited: it frames the message; the proxy writes it itself'
            """)
    void tellsWhatIsWrong(int status, String body, String contentType, String header, String fault) {
        FaultList faults = new FaultList();
        compile(new RespondConfig(status, body, contentType, Map.of(header, "1")), faults);
        assertEquals(List.of(fault), faults.all());
    }

    private static Respond compile(RespondConfig config, Faults faults) {
        return Respond.compile(config, new Vocabulary("r", List.of(), List.of()), "r.respond", faults);
    }

    private static List<String> written(Respond respond) {
        List<String> lines = new ArrayList<>();
        respond.appendTo(
                new TemplateScope(FakeRequest.of("/a"), PathParameters.NONE),
                (name, value) -> lines.add(name.text() + ": " + value.text()));
        return lines;
    }
}
