package dev.postern.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.app.fakes.TestConsole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole program on a configuration that can be, but is hardly meant. */
class CheckWarningsTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void printsWarningsWithTheirPlacesAndIsContentNevertheless() throws IOException {
        Path file = folder.resolve("odd.yaml");
        Files.writeString(file, """
                listeners:
                  web: { address: ":8080" }
                routes:
                  all:
                    match: { prefix: / }
                    priority: 1
                    upstream: self
                  never:
                    match: { path: /never }
                    respond: never
                upstreams:
                  self: { endpoints: ["127.0.0.1:8080"] }
                  spare: { endpoints: ["127.0.0.1:5001"] }
                """);
        TestConsole out = new TestConsole();
        TestConsole err = new TestConsole();
        int exitCode = Main.run(new String[] {"check", file.toString()}, out.stream(), err.stream());

        assertEquals("", err.text());
        assertEquals("""
                FILE:8:3: warning: routes.never: never gets a request: route 'all' takes every request first, by priority 1 over 0
                FILE:12:23: warning: upstreams.self.endpoints[0]: 127.0.0.1:8080 is our own listener web: what route all sends there comes in again
                FILE:13:3: warning: upstreams.spare: no route or listener leads to it
                ok: 2 routes, 1 listener, 2 upstreams
                """, out.text().replace(file.toString(), "FILE"));
        assertEquals(0, exitCode);
    }
}
