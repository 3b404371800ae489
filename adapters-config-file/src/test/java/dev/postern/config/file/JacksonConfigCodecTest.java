package dev.postern.config.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.Address;
import dev.postern.domain.config.AdminConfig;
import dev.postern.domain.config.ChangesConfig;
import dev.postern.domain.config.Element;
import dev.postern.domain.config.ForwardingConfig;
import dev.postern.domain.config.HttpConfig;
import dev.postern.domain.config.ListenerConfig;
import dev.postern.domain.config.LogConfig;
import dev.postern.domain.config.Place;
import dev.postern.domain.config.Problem;
import dev.postern.domain.config.RetryConfig;
import dev.postern.domain.config.RouteConfig;
import dev.postern.domain.config.RoutingConfig;
import dev.postern.domain.config.Section;
import dev.postern.domain.config.ShutdownConfig;
import dev.postern.domain.config.Size;
import dev.postern.ports.config.ConfigDocument;
import dev.postern.ports.config.ConfigDocument.Trust;
import dev.postern.ports.config.Fragment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JacksonConfigCodecTest {
    private final JacksonConfigCodec codec = new JacksonConfigCodec(_ -> Optional.empty());

    private Fragment read(String text) {
        return codec.read(new ConfigDocument("postern.yaml", Optional.empty(), text, Trust.LOCAL));
    }

    private RouteConfig route(String text) {
        Fragment fragment = read("routes: { a: " + text + " }");
        assertEquals(List.of(), fragment.problems());
        return (RouteConfig) fragment.elements().getFirst().value();
    }

    private String problemOf(String text) {
        List<Problem> problems = read(text).problems();
        assertEquals(1, problems.size(), problems.toString());
        return problems.getFirst().toString();
    }

    @Test
    void fillsInTheDefaultsOfSectionsThatNobodyWrote() {
        assertEquals(
                new ForwardingConfig(
                        List.of(),
                        true,
                        false,
                        "X-Request-Id",
                        ForwardingConfig.UnderscoreHeaders.DROP,
                        ForwardingConfig.ClientCert.OFF),
                codec.defaults(Section.FORWARDING));
        assertEquals(
                new AdminConfig(new Address("127.0.0.1", 9901), Optional.empty(), List.of()),
                codec.defaults(Section.ADMIN));
        assertEquals(
                new LogConfig(LogConfig.Level.INFO, LogConfig.Form.AUTO, Optional.empty()),
                codec.defaults(Section.LOG));
        assertEquals(new ShutdownConfig(Duration.ZERO, Duration.ofSeconds(30)), codec.defaults(Section.SHUTDOWN));
        assertEquals(new RoutingConfig(RoutingConfig.Order.SPECIFICITY), codec.defaults(Section.ROUTING));
        assertEquals(
                new ChangesConfig(Duration.ofMillis(100), Duration.ofSeconds(10)), codec.defaults(Section.CHANGES));
        assertThrows(IllegalArgumentException.class, () -> codec.defaults(Section.LISTENERS));
    }

    @ParameterizedTest
    @EnumSource(Section.class)
    void knowsTheKeysOfEverySection(Section section) {
        assertEquals(
                section.type().getRecordComponents().length,
                RecordSchema.of(section.type()).size());
    }

    @Test
    void fillsInTheDefaultsOfKeysThatNobodyWrote() {
        ListenerConfig listener = (ListenerConfig) read("listeners: { a: { address: ':1' } }")
                .elements()
                .getFirst()
                .value();
        assertEquals(10_000, listener.maxConnections());
        assertEquals(ListenerConfig.Protocol.HTTP, listener.protocol());
        assertEquals(
                new HttpConfig(
                        new Size(32 * 1024),
                        100,
                        new Size(0),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(30),
                        0),
                listener.http());
        RetryConfig retry = route("{ retry: {} }").retry().orElseThrow();
        assertEquals(List.of("connect", "reset", "502", "503", "504", "timeout"), retry.on());
        assertEquals(List.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS"), retry.methods());
    }

    @Test
    void putsFilesInPlaceOfTheirNames(@TempDir Path folder) throws IOException {
        String secret = Files.writeString(folder.resolve("one"), "hunter2\n").toString();
        String lines =
                Files.writeString(folder.resolve("two"), "a\r\nb\r\n\r\n").toString();
        assertEquals(
                "<hunter2>",
                route("{ respond: '<${file:" + secret + "}>' }")
                        .respond()
                        .orElseThrow()
                        .body());
        assertEquals(
                "<a\r\nb\r\n>",
                route("{ respond: '<${file:" + lines + "}>' }")
                        .respond()
                        .orElseThrow()
                        .body());
    }

    @Test
    void refusesFilesThatAreTooLargeOrNotText(@TempDir Path folder) throws IOException {
        Path large = Files.write(folder.resolve("large"), new byte[1024 * 1024 + 1]);
        Path binary = Files.write(folder.resolve("binary"), new byte[] {'s', 'e', 'c', (byte) 0xff});
        assertTrue(
                problemOf("routes: { a: { respond: '${file:" + large + "}' } }").endsWith("is larger than 1MiB"));
        assertTrue(problemOf("routes: { a: { respond: '${file:" + binary + "}' } }")
                .endsWith("isn't UTF-8"));
        assertTrue(problemOf("routes: { a: { respond: '${file:" + folder + "}' } }")
                .contains("there is no file"));
    }

    @Test
    void doesNotLookAgainAtWhatItPutIn() {
        JacksonConfigCodec nested = new JacksonConfigCodec(_ -> Optional.of("${OTHER} {a: b} \"quoted\"\nline"));
        Fragment fragment = nested.read(new ConfigDocument(
                "postern.yaml", Optional.empty(), "routes: { a: { respond: \"${X}\" } }", Trust.LOCAL));
        RouteConfig route = (RouteConfig) fragment.elements().getFirst().value();
        assertEquals(
                "${OTHER} {a: b} \"quoted\"\nline",
                route.respond().orElseThrow().body());
    }

    @Test
    void knowsWhereEveryKeyStands() {
        Element element = read("""
                routes:
                  users:
                    match:
                      host: [a, b]
                      headers: { X-A: x }
                    upstream: u
                """).elements().getFirst();
        assertEquals(new Place("postern.yaml", 2, 3), element.place());
        assertEquals(new Place("postern.yaml", 4, 17), element.placeOf("routes.users.match.host[1]"));
        assertEquals(new Place("postern.yaml", 5, 18), element.placeOf("routes.users.match.headers.X-A.exact"));
        assertEquals(new Place("postern.yaml", 3, 5), element.placeOf("routes.users.match.prefix"));
        assertEquals(new Place("postern.yaml", 2, 3), element.placeOf("routes.users.timeout"));
    }

    @Test
    void namesAStoresKeyInProse() {
        Fragment fragment = codec.read(new ConfigDocument(
                "consul key postern/config", Optional.empty(), "\nroutes: { a: { timeout: 5 } }", Trust.REMOTE));
        assertTrue(
                fragment.problems()
                        .getFirst()
                        .toString()
                        .startsWith("consul key postern/config, line 2: routes.a.timeout: "),
                fragment.problems().toString());
    }

    @Test
    void takesTextsUpToSixteenMebibytes() {
        String route = "routes: { a: { respond: hello } }\n";
        String filler = "# " + "é".repeat(1023) + "\n";
        String text = route + filler.repeat((TreeReader.LARGEST - route.length()) / utf8Length(filler));
        assertEquals(1, read(text).elements().size());
        assertEquals("postern.yaml: the text is larger than 16MiB", problemOf(text + "# " + "x".repeat(2048)));
    }

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    @Test
    void takesJsonOfOneLongLine() {
        StringBuilder text = new StringBuilder("{\"routes\":{\"a\":{\"respond\":\"");
        text.append("x".repeat(2_000_000)).append("\"}");
        for (int i = 0; i < 10_000; i++) {
            text.append(",\"route-").append(i).append("\":{\"upstream\":\"users\"}");
        }
        Fragment fragment = read(text.append("}}").toString());
        assertEquals(List.of(), fragment.problems());
        assertEquals(10_001, fragment.elements().size());
        assertEquals(
                "postern.yaml:2:1: a line longer than 1MiB; YAML needs shorter ones",
                problemOf("\nroutes: {" + " ".repeat(1024 * 1024) + "}"));
    }

    @Test
    @Timeout(120)
    void isNotSlowedDownByHostileTexts() {
        for (String text : List.of(
                "[".repeat(1_000_000),
                "{a: ".repeat(1_000_000),
                "- ".repeat(1_000_000),
                "? ".repeat(500_000),
                "a".repeat(4_000_000),
                "routes: {" + "a: 1, ".repeat(200_000) + "}",
                "routes: {a: {" + "x😀: 1, ".repeat(200_000) + "}}",
                "a: \"" + "\\u0041".repeat(500_000) + "\"",
                "&a ".repeat(100_000),
                "routes: { a: { timeout: " + "9".repeat(1_000_000) + " } }",
                "routes: { a: { respond: '" + "${".repeat(500_000) + "' } }",
                "routes: { a: { match: { sources: '" + "1:".repeat(500_000) + "' } } }",
                "listeners: { a: { address: '" + "a.".repeat(500_000) + ":1' } }",
                "#".repeat(4_000_000),
                "\n".repeat(4_000_000))) {
            assertTrue(read(text).hasErrors());
        }
    }

    @Test
    @Timeout(120)
    void readsFiftyThousandRoutes() {
        StringBuilder text = new StringBuilder("routes:\n");
        for (int i = 0; i < 50_000; i++) {
            text.append("  route-").append(i).append(":\n");
            text.append("    match: { host: api.example.com, prefix: /users/")
                    .append(i)
                    .append(" }\n");
            text.append("    upstream: users\n    timeout: 5s\n");
        }
        Fragment fragment = read(text.toString());
        assertEquals(50_000, fragment.elements().size());
        assertEquals(List.of(), fragment.problems());
    }
}
