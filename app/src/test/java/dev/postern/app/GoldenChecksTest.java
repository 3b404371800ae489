package dev.postern.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.app.fakes.TestConsole;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Configurations that can be read and yet not be put in force, files and folders ({@code NAME.d}), beside what {@code
 * check} prints of them. What can't even be read has its own in the file adapter. With {@code -Dgolden.write=FOLDER}
 * the results are written there for a person to read and keep.
 */
class GoldenChecksTest {
    static List<Path> configurations() throws IOException, URISyntaxException {
        URL url = Objects.requireNonNull(GoldenChecksTest.class.getResource("/golden"));
        try (Stream<Path> files = Files.list(Path.of(url.toURI()))) {
            List<Path> all = files.filter(file -> !file.toString().endsWith(".expected"))
                    .sorted()
                    .toList();
            assertTrue(all.size() >= 25, all.size() + " only");
            return all;
        }
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void printsWhatIsWrong(Path configuration) throws IOException {
        TestConsole out = new TestConsole();
        TestConsole err = new TestConsole();
        int exitCode = Main.run(new String[] {"check", configuration.toString()}, out.stream(), err.stream());
        String folder = Objects.requireNonNull(configuration.getParent()) + "/";
        String actual = (out.text() + err.text()).replace(folder, "") + "exit code " + exitCode + "\n";

        String name = String.valueOf(configuration.getFileName()).replaceFirst("\\.[a-z]+$", ".expected");
        String write = System.getProperty("golden.write", "");
        if (write.isEmpty()) {
            Path expected = configuration.resolveSibling(name);
            assertTrue(Files.exists(expected), () -> "no " + name + "; it should hold\n" + actual);
            assertEquals(Files.readString(expected), actual);
        } else {
            Files.writeString(Path.of(write, name), actual);
        }
    }
}
