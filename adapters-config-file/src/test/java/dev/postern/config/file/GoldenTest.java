package dev.postern.config.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.Element;
import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.Problem;
import dev.postern.domain.config.Section;
import dev.postern.ports.config.ConfigDocument;
import dev.postern.ports.config.ConfigDocument.Trust;
import dev.postern.ports.config.Fragment;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Texts beside what they must become. {@code NAME.yaml} or {@code NAME.json} stands beside {@code NAME.expected}. A
 * first line {@code # element: routes.users} or {@code # trust: remote} says what kind of document it is. With {@code
 * -Dgolden.write=FOLDER} the results are written there for a person to read and keep.
 */
class GoldenTest {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("PORT", "8080", "HOST", "api.example.com", "SECRET", "hunter2", "EMPTY", "");

    private final JacksonConfigCodec codec = new JacksonConfigCodec(name -> Optional.ofNullable(ENVIRONMENT.get(name)));

    static Stream<Path> good() throws Exception {
        return texts("good", 15);
    }

    static Stream<Path> broken() throws Exception {
        return texts("broken", 60);
    }

    private static Stream<Path> texts(String folder, int atLeast) throws IOException, URISyntaxException {
        URL url = Objects.requireNonNull(GoldenTest.class.getResource("/golden/" + folder), folder);
        try (Stream<Path> files = Files.list(Path.of(url.toURI()))) {
            List<Path> texts = files.filter(file -> !file.toString().endsWith(".expected"))
                    .sorted()
                    .toList();
            assertTrue(texts.size() >= atLeast, folder + " holds " + texts.size() + " texts only");
            return texts.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("good")
    void bindsWithoutAProblem(Path text) throws IOException {
        Fragment fragment = read(text);
        assertEquals(
                List.of(), fragment.problems().stream().map(Problem::toString).toList());
        check(text, ModelDump.of(fragment.elements()));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void tellsEveryProblemAtItsPlace(Path text) throws IOException {
        Fragment fragment = read(text);
        assertTrue(fragment.hasErrors(), "nothing is wrong with it");
        String problems =
                fragment.problems().stream().map(problem -> problem + "\n").collect(Collectors.joining());
        String kept =
                fragment.elements().stream().map(element -> " " + element.id()).collect(Collectors.joining());
        assertFalse(problems.contains("hunter2"), "a problem shows a secret");
        check(text, problems + "kept:" + kept + "\n");
    }

    @ParameterizedTest
    @MethodSource("good")
    void everyElementMeansTheSameAsATextOfItsOwnInAStore(Path text) throws IOException {
        ConfigDocument document = document(text);
        List<Element> elements = codec.read(document).elements();
        Map<ElementId, String> texts = codec.texts(document);
        assertEquals(elements.size(), texts.size(), texts.keySet().toString());
        for (Element element : elements) {
            String own = String.valueOf(texts.get(element.id()));
            Fragment again = codec.read(new ConfigDocument("store", Optional.of(element.id()), own, Trust.REMOTE));
            assertEquals(List.of(), again.problems(), own);
            assertEquals(element.value(), again.elements().getFirst().value(), own);
        }
    }

    private Fragment read(Path file) throws IOException {
        return codec.read(document(file));
    }

    private static ConfigDocument document(Path file) throws IOException {
        String text = Files.readString(file);
        String head = text.lines().findFirst().orElse("");
        Optional<ElementId> element = elementOf(text);
        Trust trust = directive(head, "trust").map(_ -> Trust.REMOTE).orElse(Trust.LOCAL);
        return new ConfigDocument(String.valueOf(file.getFileName()), element, text, trust);
    }

    static Optional<ElementId> elementOf(String text) {
        return directive(text.lines().findFirst().orElse(""), "element").map(GoldenTest::elementId);
    }

    private static Optional<String> directive(String head, String name) {
        return Arrays.stream(head.replaceFirst("^#", "").split(",", -1))
                .map(String::strip)
                .filter(part -> head.startsWith("#") && part.startsWith(name + ": "))
                .map(part -> part.substring(name.length() + 2))
                .findFirst();
    }

    private static ElementId elementId(String path) {
        int dot = path.indexOf('.');
        String key = dot < 0 ? path : path.substring(0, dot);
        Section section = Arrays.stream(Section.values())
                .filter(candidate -> candidate.key().equals(key))
                .findFirst()
                .orElseThrow();
        return new ElementId(section, dot < 0 ? "" : path.substring(dot + 1));
    }

    private static void check(Path text, String actual) throws IOException {
        String name = String.valueOf(text.getFileName()).replaceFirst("\\.[a-z]+$", ".expected");
        String write = System.getProperty("golden.write", "");
        if (!write.isEmpty()) {
            Path folder = Path.of(
                    write,
                    String.valueOf(Objects.requireNonNull(text.getParent()).getFileName()));
            Files.writeString(folder.resolve(name), actual);
            return;
        }
        Path expected = text.resolveSibling(name);
        assertTrue(Files.exists(expected), "no " + name + "; it should hold\n" + actual);
        String wanted = Files.readString(expected);
        assertEquals(wanted, actual, () -> "\n" + diff(wanted, actual));
    }

    /** What only one of them holds, line by line. */
    static String diff(String wanted, String actual) {
        List<String> before = wanted.lines().toList();
        List<String> after = actual.lines().toList();
        Stream<String> gone =
                before.stream().filter(line -> !after.contains(line)).map(line -> "- " + line);
        Stream<String> come =
                after.stream().filter(line -> !before.contains(line)).map(line -> "+ " + line);
        return Stream.concat(gone, come).collect(Collectors.joining("\n"));
    }
}
