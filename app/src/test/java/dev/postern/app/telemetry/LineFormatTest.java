package dev.postern.app.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.config.LogConfig;
import dev.postern.domain.config.LogConfig.Format;
import dev.postern.domain.config.Percent;
import dev.postern.ports.telemetry.FinishedConnection;
import dev.postern.ports.telemetry.FinishedExchange;
import dev.postern.ports.telemetry.TlsFacts;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineFormatTest {
    private static final long AT = Instant.parse("2026-11-21T19:05:07.089Z").toEpochMilli();

    private static LogConfig.Access config(Format format, List<String> headers, List<String> redact) {
        return new LogConfig.Access(format, "stdout", List.of(), new Percent(100), headers, redact);
    }

    private static String line(LineFormat format, FinishedExchange exchange) {
        ByteBuilder line = new ByteBuilder(16);
        format.append(exchange, AT, line);
        return line.toString();
    }

    private static String json(FinishedExchange exchange, List<String> headers, List<String> redact) {
        return line(new JsonLine(config(Format.JSON, headers, redact)), exchange);
    }

    @Test
    void aJsonLineTellsEverything() {
        assertEquals(
                "{\"time\":\"2026-11-21T19:05:07.089Z\",\"requestId\":\"id-1\",\"client\":\"192.0.2.7\",\"listener\":\"web\","
                        + "\"method\":\"GET\",\"host\":\"api.example.com\",\"path\":\"/users/7?a=b\",\"status\":502,"
                        + "\"route\":\"users\",\"upstream\":\"users\",\"endpoint\":\"127.0.0.1:5001\",\"attempts\":2,"
                        + "\"bytesIn\":3,\"bytesOut\":11,\"durationMs\":12.345,\"parseMs\":0.250,\"queueMs\":0.001,"
                        + "\"connectMs\":0.500,\"firstByteMs\":12.000,"
                        + "\"upstreamMs\":11.999,\"cause\":\"upstream/connect-refused\"}",
                json(
                        new Finished()
                                .target("/users/7", "a=b")
                                .status(502)
                                .attempts(2)
                                .failed("upstream/connect-refused"),
                        List.of(),
                        List.of()));
    }

    @Test
    void timesOfNothingAreLeftOut() {
        String line = json(new Finished().atOnce(), List.of(), List.of());
        assertTrue(line.contains("\"durationMs\":12.345,\"firstByteMs\":12.000,\"upstreamMs\":11.999"), line);
    }

    @Test
    void aJsonLineTellsOfTls() {
        String line = json(
                new Finished().tls(new TlsFacts("TLSv1.3", "TLS_AES_128_GCM_SHA256", "example.com")),
                List.of(),
                List.of());
        assertTrue(
                line.endsWith(",\"tls\":{\"version\":\"TLSv1.3\",\"cipher\":\"TLS_AES_128_GCM_SHA256\","
                        + "\"sni\":\"example.com\"}}"),
                line);
    }

    private static final FinishedConnection CONNECTION = new FinishedConnection(
            "raw",
            Slice.of("192.0.2.7"),
            "db",
            "databases",
            "10.0.0.1:5432",
            2,
            "db.example.com",
            TlsFacts.NONE,
            7,
            11,
            1_500_000,
            2_000_000_000,
            "upstream/reset");

    @Test
    void aConnectionIsALineOfItsOwn() {
        ByteBuilder line = new ByteBuilder(16);
        assertTrue(new JsonLine(config(Format.JSON, List.of(), List.of())).append(CONNECTION, AT, line));
        assertEquals(
                "{\"time\":\"2026-11-21T19:05:07.089Z\",\"protocol\":\"tcp\",\"client\":\"192.0.2.7\",\"listener\":\"raw\","
                        + "\"serverName\":\"db.example.com\",\"route\":\"db\",\"upstream\":\"databases\","
                        + "\"endpoint\":\"10.0.0.1:5432\",\"attempts\":2,\"bytesIn\":7,\"bytesOut\":11,"
                        + "\"durationMs\":2000.000,\"connectMs\":1.500,\"cause\":\"upstream/reset\"}",
                line.toString());
    }

    @Test
    void eachLineTellsItsOwnWayHoweverManyThereAre() throws JsonProcessingException {
        LineFormat format = new JsonLine(config(Format.JSON, List.of(), List.of()));
        for (int i = 0; i < 2000; i++) {
            String route = "route-" + i % 700;
            String listener = i % 3 == 0 ? "" : "listener-" + i % 3;
            JsonNode read = new ObjectMapper()
                    .readTree(line(format, new Finished().route(route).listener(listener)));
            assertEquals(route, read.path("route").asText());
            assertEquals(listener, read.path("listener").asText());
            assertEquals("127.0.0.1:5001", read.path("endpoint").asText());
        }
    }

    @Test
    void theCommonFormatHasNoLinesForConnections() {
        ByteBuilder line = new ByteBuilder(16);
        assertFalse(new CommonLine(config(Format.COMMON, List.of(), List.of())).append(CONNECTION, AT, line));
        assertEquals(0, line.length());
    }

    @Test
    void nothingThatAStrangerSendsEndsALineOrAText() throws JsonProcessingException {
        String nasty = "a\"b\\c\nd\u0000e\u007f\u00e9";
        String line =
                json(new Finished().target("/x", nasty).header("User-Agent", nasty), List.of("User-Agent"), List.of());
        assertEquals(-1, line.indexOf('\n'));
        JsonNode read = new ObjectMapper().readTree(line);
        assertEquals("/x?" + nasty, read.get("path").textValue());
        assertEquals(nasty, read.get("headers").get("User-Agent").textValue());
    }

    @Test
    void whatCannotStayIsFoundWhereverItStands() throws JsonProcessingException {
        for (char odd : new char[] {0, 0x1f, '"', '\\', 0x7f, 0x80, 0xff}) {
            for (int at = 0; at < 20; at++) {
                String path = "/" + "~ !#[]^_".repeat(3).substring(0, at) + odd + "}{zaAZ09-";
                String line = json(new Finished().target(path, ""), List.of(), List.of());
                assertTrue(line.chars().allMatch(c -> c >= 0x20 && c < 0x7f), line);
                assertEquals(path, new ObjectMapper().readTree(line).get("path").textValue());
            }
        }
    }

    @Test
    void aLineDoesNotTellTheNamesOfTheLineBefore() throws JsonProcessingException {
        LineFormat format = new JsonLine(config(Format.JSON, List.of(), List.of()));
        for (String name : List.of("users", "or\"ders", "", "users", "users")) {
            JsonNode read = new ObjectMapper()
                    .readTree(line(format, new Finished().route(name).listener(name)));
            assertEquals(name, read.path("route").asText());
            assertEquals(name, read.path("listener").asText());
        }
    }

    @Test
    void aLongValueIsCut() throws JsonProcessingException {
        String line = json(new Finished().target("/" + "x".repeat(20_000), ""), List.of(), List.of());
        assertEquals(
                LineText.LONGEST,
                new ObjectMapper().readTree(line).get("path").textValue().length());
    }

    @Test
    void theTraceOfAnExchangeIsInItsLine() throws JsonProcessingException {
        String id = "4bf92f3577b34da6a3ce929d0e0e4736";
        String line =
                json(new Finished().header("traceparent", "00-" + id + "-00f067aa0ba902b7-01"), List.of(), List.of());
        assertEquals(id, new ObjectMapper().readTree(line).get("traceId").textValue());
    }

    @Test
    void whatIsNobodysBusinessIsNotWritten() throws JsonProcessingException {
        Finished exchange = new Finished()
                .target("/login", "user=ann&token=s3cret&flag&TOKEN=s3cret&token")
                .header("Authorization", "Bearer s3cret")
                .header("X-Trace", "7");
        JsonNode read = new ObjectMapper()
                .readTree(json(
                        exchange, List.of("authorization", "X-Trace", "X-None"), List.of("Token", "Authorization")));
        assertEquals(
                "/login?user=ann&token=***&flag&TOKEN=***&token",
                read.get("path").textValue());
        assertEquals(
                "{\"authorization\":\"***\",\"X-Trace\":\"7\"}",
                read.get("headers").toString());
    }

    @Test
    void aCommonLineIsAsItsReadersKnowIt() {
        assertEquals(
                "192.0.2.7 - - [21/Nov/2026:19:05:07 +0000] \"GET /users/7 HTTP/1.1\" 200 11",
                line(new CommonLine(config(Format.COMMON, List.of(), List.of())), new Finished()));
    }

    @Test
    void aCombinedLineTellsWhoReferredAndWhoAsked() {
        Finished exchange = new Finished()
                .client("")
                .header("Referer", "https://example.com/?token=s3cret&a=1")
                .header("User-Agent", "a \"quoted\" one\n");
        assertEquals(
                "- - - [21/Nov/2026:19:05:07 +0000] \"GET /users/7 HTTP/1.1\" 200 11"
                        + " \"https://example.com/?token=***&a=1\" \"a \\\"quoted\\\" one\\x0a\"",
                line(new CommonLine(config(Format.COMBINED, List.of(), List.of("token"))), exchange));
    }

    @Test
    void whoSentNoFieldsHasDashes() {
        assertEquals(
                "192.0.2.7 - - [21/Nov/2026:19:05:07 +0000] \"GET /users/7 HTTP/1.1\" 200 11 \"-\" \"-\"",
                line(new CommonLine(config(Format.COMBINED, List.of(), List.of())), new Finished()));
    }
}
