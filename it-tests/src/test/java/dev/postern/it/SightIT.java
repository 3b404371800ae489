package dev.postern.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the program tells of its traffic agrees with what was sent. */
class SightIT {
    private static final Pattern REQUESTS =
            Pattern.compile("postern_http_requests_total\\{[^}]*route=\"([^\"]*)\"[^}]*\\} (\\d+)");
    private static final int EACH = 200;

    @TempDir
    private Path folder = Path.of("");

    private Path write(Path log, int port, String answer) throws IOException {
        return Files.writeString(folder.resolve("postern.yaml"), """
                listeners: { web: { address: "127.0.0.1:0" } }
                admin: { address: "127.0.0.1:0" }
                log: { access: { to: %s } }
                routes:
                  own: { match: { path: /own }, respond: %s }
                  users: { match: { prefix: /users }, upstream: users }
                upstreams: { users: { endpoints: ["127.0.0.1:%d"] } }
                """.formatted(log, answer, port));
    }

    private static long counted(String figures, String route) {
        Matcher line = REQUESTS.matcher(figures);
        long sum = 0;
        while (line.find()) {
            sum += line.group(1).equals(route) ? Long.parseLong(line.group(2)) : 0;
        }
        return sum;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyRequestIsCountedAndLoggedOnceAlsoAcrossReloads() throws IOException {
        Path log = folder.resolve("access.log");
        Service service = new Service("users");
        try (Client client = new Client();
                Program program = Program.run(
                        "run", "--config", write(log, service.port(), "one").toString())) {
            String web = program.ready().url("web");
            String metrics = program.admin() + "/metrics";
            for (int i = 0; i < EACH; i++) {
                if (i == EACH / 2) {
                    write(log, service.port(), "two");
                    program.eventually("two", () -> client.text(metrics).contains("postern_config_version 2"));
                }
                assertEquals(200, client.get(web + "/own").statusCode());
                assertEquals(200, client.get(web + "/users/" + i).statusCode());
                assertEquals(404, client.get(web + "/none").statusCode());
            }
            service.stop();
            assertEquals(502, client.get(web + "/users/last").statusCode());

            program.eventually("all are counted", () -> counted(client.text(metrics), "users") == EACH + 1);
            String figures = client.text(metrics);
            assertEquals(EACH, counted(figures, "own"));
            assertEquals(EACH, counted(figures, ""));
            assertTrue(figures.contains("postern_http_requests_total{listener=\"web\",method=\"GET\",route=\"users\","
                    + "status=\"5xx\",upstream=\"users\"} 1.0\n"));
            assertTrue(figures.contains("postern_access_log_dropped_total 0.0\n"));

            program.eventually("all are logged", () -> lines(log).size() >= 3 * EACH + 1);
            List<String> lines = lines(log);
            assertEquals(3 * EACH + 1, lines.size());
            assertEquals(
                    EACH,
                    lines.stream()
                            .filter(line -> line.contains("\"route\":\"own\""))
                            .count());
            String last = lines.stream()
                    .filter(line -> line.contains("/users/last"))
                    .findFirst()
                    .orElseThrow();
            assertTrue(last.contains("\"status\":502"), last);
            assertTrue(last.contains("\"cause\":\"upstream/connect"), last);
        }
    }
}
