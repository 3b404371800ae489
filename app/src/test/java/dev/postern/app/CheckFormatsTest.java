package dev.postern.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.app.fakes.TestConsole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code check} prints for other programs, from the whole program. */
class CheckFormatsTest {
    private static final String GOOD = """
            listeners: { web: { address: ":8080" } }
            routes: { hello: { respond: hello } }
            """;
    private static final String BROKEN = """
            listeners:
              web: { adress: ":8080" }
            routes:
              "a\\"b": { respond: hello }
            """;
    private static final String ODD = GOOD + "upstreams: { spare: { endpoints: [\"127.0.0.1:5001\"] } }\n";

    @TempDir
    private Path folder = Path.of("");

    private final TestConsole out = new TestConsole();
    private final TestConsole err = new TestConsole();

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private int check(String... args) {
        List<String> all = new ArrayList<>(List.of("check"));
        all.addAll(List.of(args));
        return Main.run(all.toArray(String[]::new), out.stream(), err.stream());
    }

    private JsonNode printed() throws IOException {
        assertEquals("", err.text());
        return new ObjectMapper().readTree(out.text());
    }

    @Test
    void tellsEveryConfigurationAsJson() throws IOException {
        String good = write("good.yaml", GOOD);
        String broken = write("broken file.yaml", BROKEN);
        String missing = folder.resolve("missing.yaml").toString();

        assertEquals(3, check("--format", "json", good, broken, missing));
        JsonNode report = printed();
        assertFalse(report.get("ok").asBoolean());
        JsonNode first = report.get("configurations").get(0);
        assertTrue(first.get("ok").asBoolean());
        assertEquals(good, first.get("sources").get(0).asText());
        assertEquals(1, first.get("counts").get("routes").asInt());
        JsonNode second = report.get("configurations").get(1);
        JsonNode problem = second.get("problems").get(0);
        assertEquals("error", problem.get("severity").asText());
        assertEquals(broken, problem.get("source").asText());
        assertEquals(2, problem.get("line").asInt());
        assertEquals("listeners.web.address", problem.get("path").asText());
        assertEquals("routes.a\"b", second.get("problems").get(2).get("path").asText());
        assertEquals(
                missing + ": no such file or folder",
                report.get("configurations").get(2).get("unreadable").get(0).asText());
    }

    @Test
    void tellsProblemsAndWarningsAsSarif() throws IOException {
        String broken = write("broken file.yaml", BROKEN);
        String odd = write("odd.yaml", ODD);

        assertEquals(1, check("--format", "sarif", broken, odd));
        JsonNode log = printed();
        assertEquals("2.1.0", log.get("version").asText());
        JsonNode run = log.get("runs").get(0);
        JsonNode driver = run.get("tool").get("driver");
        assertEquals("Postern", driver.get("name").asText());
        assertTrue(run.get("invocations").get(0).get("executionSuccessful").asBoolean());
        JsonNode results = run.get("results");
        assertEquals(4, results.size());
        for (JsonNode result : results) {
            JsonNode rule = driver.get("rules").get(result.get("ruleIndex").asInt());
            assertEquals(rule.get("id"), result.get("ruleId"));
            assertEquals(rule.get("defaultConfiguration").get("level"), result.get("level"));
            JsonNode physical = result.get("locations").get(0).get("physicalLocation");
            assertTrue(physical.get("region").get("startLine").asInt() > 0);
        }
        JsonNode physical = results.get(0).get("locations").get(0).get("physicalLocation");
        assertEquals(
                Path.of(broken).toUri().toString(),
                physical.get("artifactLocation").get("uri").asText());
        assertEquals("warning", results.get(3).get("level").asText());
    }

    @Test
    void saysInSarifWhatCouldNotBeRead() throws IOException {
        assertEquals(3, check("--format=sarif", folder.resolve("missing.yaml").toString()));
        JsonNode invocation = printed().get("runs").get(0).get("invocations").get(0);
        assertFalse(invocation.get("executionSuccessful").asBoolean());
        assertTrue(invocation
                .get("toolExecutionNotifications")
                .get(0)
                .get("message")
                .get("text")
                .asText()
                .endsWith("no such file or folder"));
    }

    @Test
    void takesWarningsForProblemsWhereItIsStrict() throws IOException {
        String odd = write("odd.yaml", ODD);

        assertEquals(0, check(odd));
        assertEquals(1, check("--strict", odd));
        assertEquals(2, check("--format", "xml", odd));
        assertTrue(err.text().contains("text, json, sarif"), err.text());
    }
}
