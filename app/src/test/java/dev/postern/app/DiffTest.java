package dev.postern.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

/** Two configurations side by side, by the whole program. */
class DiffTest {
    private static final String BEFORE = """
            listeners: { web: { address: ":8080" } }
            routes:
              users: { match: { prefix: /users }, upstream: users, requestHeaders: { set: { Authorization: old } } }
              old: { match: { path: /old }, deny: 403 }
            upstreams:
              users: { endpoints: ["127.0.0.1:5001"] }
            """;
    private static final String AFTER = """
            # the same listener, written differently
            log: { level: info }
            listeners: { web: { address: ":8080", protocol: http } }
            routes:
              users: { match: { prefix: /people }, upstream: users, requestHeaders: { set: { Authorization: new } } }
              hello: { match: { path: /hello }, respond: hello }
            upstreams:
              users: { endpoints: ["127.0.0.1:5001"], responseTimeout: 5s }
            """;

    @TempDir
    private Path folder = Path.of("");

    private final TestConsole out = new TestConsole();
    private final TestConsole err = new TestConsole();

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private int diff(String... args) {
        List<String> all = new ArrayList<>(List.of("diff"));
        all.addAll(List.of(args));
        return Main.run(all.toArray(String[]::new), out.stream(), err.stream());
    }

    @Test
    void tellsElementsAndKeysAndShowsNoSecret() throws IOException {
        assertEquals(0, diff(write("a.yaml", BEFORE), write("b.yaml", AFTER)));
        assertEquals("", err.text());
        assertEquals("""
                ~ routes.users
                    match.prefix: /users -> /people
                    requestHeaders.set.Authorization: (hidden) -> (hidden)
                - routes.old
                ~ upstreams.users
                    responseTimeout: 30s -> 5s
                + routes.hello
                """, out.text());
    }

    @Test
    void seesNoDifferenceWhereOnlyDefaultsAreWrittenOut() throws IOException {
        String longer =
                BEFORE.replace("\":8080\"", "\":8080\", maxConnections: 10000") + "changes: { minInterval: 100ms }\n";

        assertEquals(0, diff("--exit-code", write("a.yaml", BEFORE), write("b.yaml", longer)));
        assertEquals("", out.text() + err.text());
    }

    @Test
    void tellsOtherProgramsByExitCodeAndJson() throws IOException {
        assertEquals(4, diff("--exit-code", "--format", "json", write("a.yaml", BEFORE), write("b.yaml", AFTER)));
        JsonNode report = new ObjectMapper().readTree(out.text());
        assertEquals(1, report.get("added").asInt());
        assertEquals(1, report.get("removed").asInt());
        assertEquals(2, report.get("changed").asInt());
        JsonNode users = report.get("changes").get(0);
        assertEquals("routes.users", users.get("element").asText());
        assertEquals("match.prefix", users.get("keys").get(0).get("path").asText());
        assertEquals("/people", users.get("keys").get(0).get("after").asText());
    }

    @Test
    void comparesNothingWhereOneOfThemIsBrokenOrMissing() throws IOException {
        String good = write("a.yaml", BEFORE);

        assertEquals(1, diff("--exit-code", good, write("b.yaml", "routes: 5\n")));
        assertTrue(err.text().contains("b.yaml:1:9: routes: "), err.text());
        assertEquals(3, diff("--exit-code", good, folder.resolve("missing.yaml").toString()));
        assertEquals(2, diff(good));
        assertEquals("", out.text());
    }
}
