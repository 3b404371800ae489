package dev.postern.config.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Keeps docs/configuration.md true: what stands after its mark is made from the records. With {@code
 * -Dreference.write=true} it is written anew, which is what {@code build/reference} does.
 */
class ReferenceTest {
    private static final Path PAGE = page();
    private static final String MARK = "<!-- From here on made by build/reference from the records; edit those. -->\n";

    private static Path page() {
        Path fromTheTop = Path.of("docs", "configuration.md");
        return Files.exists(fromTheTop) ? fromTheTop : Path.of("..").resolve(fromTheTop);
    }

    private final Reference reference = new Reference();

    @Test
    void thePageTellsWhatTheRecordsTell() throws IOException {
        String page = Files.readString(PAGE);
        int mark = page.indexOf(MARK);
        assertTrue(mark > 0, "no line " + MARK);
        String wanted = page.substring(0, mark) + MARK + "\n" + reference.text();
        if (Boolean.getBoolean("reference.write")) {
            Files.writeString(PAGE, wanted);
        } else {
            String difference = GoldenTest.diff(page, wanted);
            assertTrue(wanted.equals(page), "run build/reference; docs/configuration.md differs by\n" + difference);
        }
    }

    @Test
    void everyKeySaysWhatItMeans() {
        List<String> silent = reference.keys().stream()
                .filter(key -> key.field().doc().isBlank())
                .map(Reference.Key::path)
                .toList();
        assertEquals(List.of(), silent, "these need a @Doc");
        assertTrue(reference.keys().size() > 150, reference.keys().size() + " keys only");
    }

    @Test
    void everyExampleIsReadWithoutAProblem() {
        for (Reference.Key key : reference.keys()) {
            assertEquals(
                    List.of(),
                    Refusals.read(key).problems().stream()
                            .map(Problem::toString)
                            .toList(),
                    () -> key.path() + ": " + Refusals.document(key));
        }
    }

    @Test
    void everyExampleIsOneOfAKeyThatThereIs() {
        Set<String> known = reference.keys().stream()
                .map(key -> key.record().name() + "." + key.field().key())
                .collect(Collectors.toSet());
        List<String> stale = Examples.written().stream()
                .filter(name -> !known.contains(name))
                .toList();
        assertEquals(List.of(), stale, "in examples.properties, but no key");
        assertFalse(Examples.written().isEmpty());
    }

    @Test
    void seesWhatTheCompilerRefuses() {
        Set<String> refused = reference.keys().stream()
                .filter(Refusals::isRefused)
                .map(Reference.Key::path)
                .collect(Collectors.toSet());
        assertFalse(refused.contains("listeners.NAME.address"), "what works");
    }
}
