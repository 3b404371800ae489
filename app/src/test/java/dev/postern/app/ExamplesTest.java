package dev.postern.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.app.fakes.TestConsole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What users copy is checked by the very program that they run. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("src/dist/examples");

    private final TestConsole out = new TestConsole();
    private final TestConsole err = new TestConsole();

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsSound(Path example) {
        int exitCode = check(example);

        assertEquals("", err.text());
        assertTrue(out.text().startsWith("ok: "), out.text());
        assertEquals(0, exitCode);
    }

    @Test
    void seesMoreThanAFewExamples() throws IOException {
        assertTrue(examples().size() >= 4, () -> "found only what is in " + EXAMPLES.toAbsolutePath());
    }

    @Test
    void wouldNoticeAnExampleThatIsWrong() throws IOException {
        Path wrong = Files.createTempFile("wrong", ".yaml");
        try {
            Files.writeString(wrong, Files.readString(EXAMPLES.resolve("tutorial.yaml")) + "\nroutez: {}\n");

            assertEquals(1, check(wrong));
            assertTrue(out.text().contains("routez"), out.text());
        } finally {
            Files.delete(wrong);
        }
    }

    private int check(Path file) {
        return Main.run(new String[] {"check", file.toString()}, out.stream(), err.stream());
    }
}
