package dev.postern.domain.balancing;

import static dev.postern.domain.upstream.UpstreamFixture.upstream;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.domain.config.Expectation;
import dev.postern.domain.config.HealthConfig;
import dev.postern.domain.config.UpstreamConfig.Balance;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HealthFaultsTest {
    private static final Optional<String> NO = Optional.empty();

    private static List<String> faults(HealthConfig health) {
        return UpstreamFaults.of(
                        "u",
                        upstream(Balance.RANDOM).endpoints(1).health(health).config())
                .stream()
                .map(fault -> fault.path() + ": " + fault.message())
                .toList();
    }

    private static HealthConfig http(
            String path, Optional<String> host, Map<String, String> headers, String expect, Optional<String> send) {
        return new HealthConfig(
                Optional.of(path),
                host,
                headers,
                false,
                send,
                Optional.of(new Expectation(expect)),
                Optional.of("ok"),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                1,
                1);
    }

    private static HealthConfig tcp(Optional<String> host, Optional<String> body, String expect, Duration interval) {
        return new HealthConfig(
                NO,
                host,
                Map.of(),
                true,
                Optional.of("PING\r\n"),
                Optional.of(new Expectation(expect)),
                body,
                interval,
                interval,
                1,
                1);
    }

    @Test
    void takesWhatCanWork() {
        assertEquals(
                List.of(), faults(http("/h?a=1", Optional.of("x:80"), Map.of("Authorization", "Bearer x"), "204", NO)));
        assertEquals(List.of(), faults(tcp(NO, NO, "+PONG", Duration.ofSeconds(1))));
    }

    @Test
    void aPathAsksByHttpAndTcpByText() {
        assertEquals(
                List.of(
                        "u.health.path: found 'h z', expected a path that begins with /",
                        "u.health.path: found a character that a path can't have; write it percent-encoded",
                        "u.health.host: found 'a/b', expected a host, with or without a port",
                        "u.health.send: needs tcp: true",
                        "u.health.expect: found '2xx', expected status codes such as 204 or 200-399; write 200-299"),
                faults(http("h z", Optional.of("a/b"), Map.of(), "2xx", Optional.of("x"))));
        assertEquals(
                List.of(
                        "u.health.host: is for a path; with tcp: true there are send and expect",
                        "u.health.body: is for a path; with tcp: true there are send and expect",
                        "u.health.expect: found nothing, expected a text",
                        "u.health.interval: expected 100ms or more"),
                faults(tcp(Optional.of("x"), Optional.of("y"), "", Duration.ofMillis(99))));
    }

    @Test
    void fieldsCannotForgeARequest() {
        for (String name : List.of("Content-Length", "Transfer-Encoding", "Connection", "Host", "a b", "a:b")) {
            assertEquals(1, faults(http("/", NO, Map.of(name, "1"), "200", NO)).size(), name);
        }
        assertEquals(
                List.of("u.health.headers.X-A: found a character that a header field can't carry"),
                faults(http("/", NO, Map.of("X-A", "1\r\nX-B: 2"), "200", NO)));
    }
}
