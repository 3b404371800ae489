package dev.postern.domain.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.postern.domain.config.ListenerConfig;
import dev.postern.domain.config.Percent;
import dev.postern.domain.config.Problem;
import dev.postern.domain.config.Section;
import dev.postern.domain.config.TracingConfig;
import dev.postern.domain.config.TracingConfig.Follow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TracingRulesTest {
    private static final String SOUND = "http://127.0.0.1:4318/v1/traces";

    private static TracingConfig tracing(String to, int sample, String service, Map<String, String> headers) {
        return new TracingConfig(to, new Percent(sample), Follow.EVERYONE, service, headers);
    }

    private static TracingConfig with(String header, String value) {
        return tracing(SOUND, 10, "postern", Map.of(header, value));
    }

    private static List<String> problems(TracingConfig tracing) {
        TestConfig config = new TestConfig()
                .listener("web", 8080, ListenerConfig.Protocol.HTTP, Optional.empty())
                .add(Section.TRACING, "", tracing);
        return switch (TestConfig.compile(config.elements(), Optional.empty(), Thoroughness.CHANGES)) {
            case Compilation.Compiled _ -> List.of();
            case Compilation.Rejected rejected ->
                rejected.problems().stream()
                        .filter(Problem::isError)
                        .map(problem -> problem.path() + ": " + problem.message())
                        .toList();
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {SOUND, "https://collector.internal/v1/traces", "http://[::1]:4318/otlp?tenant=a"})
    void takesWhereSpansCanBeSentTo(String to) {
        assertEquals(List.of(), problems(tracing(to, 100, "edge", Map.of("Authorization", "Bearer x"))));
    }

    static Stream<Arguments> unsound() {
        return Stream.of(
                Arguments.of(tracing("127.0.0.1:4318", 10, "postern", Map.of()), url("127.0.0.1:4318")),
                Arguments.of(tracing("grpc://a:4317", 10, "postern", Map.of()), url("grpc://a:4317")),
                Arguments.of(tracing("http:///v1", 10, "postern", Map.of()), url("http:///v1")),
                Arguments.of(tracing("http://u:p@a/", 10, "postern", Map.of()), url("http://u:p@a/")),
                Arguments.of(tracing("http://a/#x", 10, "postern", Map.of()), url("http://a/#x")),
                Arguments.of(tracing("http://a b/", 10, "postern", Map.of()), url("http://a b/")),
                Arguments.of(
                        tracing(SOUND, 101, "postern", Map.of()), "tracing.sample: found 101%, expected 0% to 100%"),
                Arguments.of(tracing(SOUND, 10, " ", Map.of()), "tracing.service: expected a name"),
                Arguments.of(with("a b", "x"), "tracing.headers.a b: 'a b' is no header name"),
                Arguments.of(
                        with("Content-Type", "x"),
                        "tracing.headers.Content-Type: Content-Type is written by whoever sends the spans"),
                Arguments.of(
                        with("X-Key", "a\nb"),
                        "tracing.headers.X-Key: found a character that is not ASCII, which a header field can't carry"));
    }

    private static String url(String found) {
        return "tracing.to: found '" + found + "', expected a URL like http://127.0.0.1:4318/v1/traces";
    }

    @ParameterizedTest
    @MethodSource("unsound")
    void refusesWhatSpansCannotBeSentTo(TracingConfig tracing, String problem) {
        assertEquals(List.of(problem), problems(tracing));
    }

    @Test
    void doesNotTellWhatTheHeadersHold() {
        assertFalse(with("Authorization", "correct-horse").toString().contains("correct"));
    }
}
