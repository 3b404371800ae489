package dev.postern.domain.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigTreeTest {
    private static HeaderEditsConfig edits(Map<String, String> set) {
        return new HeaderEditsConfig(set, Map.of(), List.of());
    }

    @Test
    void hidesSecretsByNameAndByForm() {
        HeaderEditsConfig edits =
                edits(Map.of("Authorization", "abc", "X-Api-Key", "k", "X-Other", "Bearer xyz", "X-Plain", "seen"));
        assertEquals(
                Map.of(
                        "set",
                        Map.of(
                                "Authorization",
                                "(hidden)",
                                "X-Api-Key",
                                "(hidden)",
                                "X-Other",
                                "(hidden)",
                                "X-Plain",
                                "seen")),
                ConfigTree.of(edits));
    }

    @Test
    void tellsThatASecretChangedButNotWhatItIs() {
        List<ConfigTree.Difference> differences = ConfigTree.differences(
                edits(Map.of("Authorization", "abc", "X", "1")), edits(Map.of("Authorization", "xyz", "Y", "2")));
        assertEquals(
                List.of("set.Authorization: (hidden) -> (hidden)", "set.X: 1 -> (none)", "set.Y: 2"),
                differences.stream().map(Object::toString).toList());
    }

    @Test
    void writesValuesAsTheLanguageDoes() {
        assertEquals(
                Map.of("delay", "0s", "grace", "1m30s"),
                ConfigTree.of(new ShutdownConfig(Duration.ZERO, Duration.ofSeconds(90))));
        assertEquals(
                Map.of(
                        "format",
                        "json",
                        "to",
                        "stdout",
                        "when",
                        List.of("status >= 400"),
                        "sample",
                        "10%",
                        "redact",
                        List.of("token")),
                ConfigTree.of(new LogConfig.Access(
                        LogConfig.Format.JSON,
                        "stdout",
                        List.of(new LogCondition(
                                LogCondition.Measure.STATUS, LogCondition.Comparison.AT_LEAST, 400, "status >= 400")),
                        new Percent(10),
                        List.of(),
                        List.of("token"))));
    }
}
