package dev.postern.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainRunTest {
    @ParameterizedTest
    @CsvSource({
        "run,",
        "run --config a.yaml, a.yaml",
        "run -c a.yaml, a.yaml",
        "run --config=a.yaml, a.yaml",
        "run --config a.yaml -c conf.d --config=etcd://x/y, a.yaml conf.d etcd://x/y"
    })
    void understandsRunsWithSources(String line, @Nullable String configs) {
        List<String> expected = configs == null ? List.of() : List.of(configs.split(" "));

        assertEquals(Optional.of(expected), PlainRun.configs(line.split(" ")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check a.yaml",
                "run --help",
                "run --config",
                "run --config --debug",
                "run a.yaml",
                "run --config a.yaml --debug",
                "run --confg a.yaml",
                "--config a.yaml run"
            })
    void leavesEverythingElse(String line) {
        assertEquals(Optional.empty(), PlainRun.configs(line.split(" ")));
    }
}
