package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.snapshot.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DryRunTest {
    private final Snapshot snapshot = new TestConfig()
            .http("web", 8080)
            .http("other", 9090)
            .strip("/a", "up")
            .respond("/own", "mine")
            .upstream("up", 5001, 5002)
            .compile(Optional.empty());

    private String explain(String method, String url) {
        return String.join("\n", new DryRun(snapshot).explain(method, url, List.of()));
    }

    @Test
    void tellsWhatTheUpstreamWouldSee() {
        String told = explain("GET", "http://x.example:8080/a/b%2e?c=d");
        assertTrue(
                told.contains("forwards to upstream up\n    GET /b.?c=d HTTP/1.1\n    Host: x.example:8080\n"), told);
        assertTrue(told.contains("X-Forwarded-Prefix: /a"), told);
        assertTrue(told.contains("127.0.0.1:5001 weight 1"), told);
    }

    @Test
    void asksTheListenerOfThePortAndAllWhereNoneHasIt() {
        assertEquals(
                1,
                explain("GET", "http://x:9090/own")
                        .lines()
                        .filter(line -> line.startsWith("listener"))
                        .count());
        assertEquals(
                2,
                explain("GET", "/own")
                        .lines()
                        .filter(line -> line.startsWith("listener"))
                        .count());
    }

    @Test
    void tellsOwnAnswersAndRefusals() {
        assertTrue(explain("GET", "http://x:8080/own").contains("answers 200 OK"));
        assertTrue(explain("GET", "http://x:8080/nowhere").contains("answers 404 Not Found"));
        assertEquals("answers 400 Bad Request", explain("GET", "/../x"));
    }

    @Test
    void takesTheHeadersThatAreGiven() {
        List<String> told = new DryRun(snapshot)
                .explain("GET", "/a", List.of(Map.entry("Host", "given:8080"), Map.entry("X-Own", "1")));
        assertTrue(told.contains("    Host: given:8080"), told.toString());
        assertTrue(told.contains("    X-Own: 1"), told.toString());
    }
}
