package dev.postern.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.app.fakes.TestConsole;
import dev.postern.app.wiring.Wiring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users copy is checked by the very program that they run. */
class ExamplesTest {
    private static final Path EXAMPLES =
            Path.of(Files.exists(Path.of("src/dist/examples")) ? "src/dist/examples" : "app/src/dist/examples");

    private final TestConsole out = new TestConsole();
    private final TestConsole err = new TestConsole();

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    // why: its certificate is made by who copies it.
                    .filter(file -> !file.endsWith("tls.yaml"))
                    .map(file ->
                            isPartOfAFolder(file) ? file.resolveSibling(".").normalize() : file)
                    .distinct()
                    .sorted()
                    .toList();
        }
    }

    private static boolean isPartOfAFolder(Path file) {
        return String.valueOf(file.getParent()).endsWith(".d");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsSound(Path example) {
        int exitCode = check(example);

        assertEquals("", err.text());
        assertTrue(out.text().startsWith("ok: "), out.text());
        assertEquals(0, exitCode);
    }

    /** {@code put postern/routes/users '{ ... }'}, whatever the store's program is called. */
    @ParameterizedTest
    @ValueSource(strings = {"consul", "etcd"})
    void whatIsPutIntoAStoreIsSound(String store) throws IOException {
        Pattern put = Pattern.compile("^.* put postern/([a-z]+)/([a-z]+) '(.*)'$", Pattern.MULTILINE);
        Matcher puts = put.matcher(Files.readString(EXAMPLES.resolve(store).resolve("put-config.sh")));
        Map<String, List<String>> sections = new TreeMap<>();
        while (puts.find()) {
            sections.computeIfAbsent(puts.group(1), _ -> new ArrayList<>())
                    .add("  " + puts.group(2) + ": " + puts.group(3) + "\n");
        }
        StringBuilder text = new StringBuilder();
        sections.forEach(
                (section, elements) -> text.append(section).append(":\n").append(String.join("", elements)));
        Path file = Files.createTempFile(store, ".yaml");
        try {
            everyExampleIsSound(Files.writeString(file, text));
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void theExampleWithTlsIsSoundOnceThereIsACertificate() throws IOException {
        Path made = Files.createTempFile("made", ".pem");
        Path file = Files.createTempFile("tls", ".yaml");
        try {
            Files.writeString(
                    made, Wiring.assemble().credentials().throwAway().get().make());
            String text = Files.readString(EXAMPLES.resolve("tls.yaml"));
            assertEquals(1, check(Files.writeString(file, text)));
            assertTrue(out.text().contains("certificates.site.certificate: site.pem: no such file"), out.text());
            String complete = text.replace(": site.pem", ": " + made).replace(": site.key", ": " + made);
            assertEquals(0, check(Files.writeString(file, complete)), out.text());
        } finally {
            Files.delete(made);
            Files.delete(file);
        }
    }

    @Test
    void seesMoreThanAFewExamples() throws IOException {
        assertTrue(examples().size() >= 8, () -> "found only what is in " + EXAMPLES.toAbsolutePath());
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
