package dev.postern.config.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import dev.postern.domain.config.Section;
import dev.postern.ports.config.ConfigDocument;
import dev.postern.ports.config.ConfigDocument.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema that editors get, held against the codec by a validator that knows nothing of it. */
class SchemaTest {
    /** Broken in ways that no schema sees, or that the parser of an editor sees first. */
    private static final Set<String> BEYOND_A_SCHEMA = Set.of(
            "duplicate-element.yaml",
            "duplicate-keys.yaml",
            "duplicate-section.yaml",
            "element-bad-name.yaml",
            "json-trailing.json",
            "substitution-in-stores.yaml",
            "substitution-keeps-secrets.yaml",
            "substitution-of-files.yaml",
            "substitution-unknown.yaml",
            "tags.yaml",
            "two-documents-second-empty.yaml",
            "two-documents.yaml");

    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(VersionFlag.V202012);
    // why: editors read YAML 1.2, where off is a text.
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
            .build();
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<Optional<Section>, com.networknt.schema.JsonSchema> KNOWN = new ConcurrentHashMap<>();

    private final JacksonConfigCodec codec = new JacksonConfigCodec(_ -> Optional.empty());

    static Stream<Path> good() throws Exception {
        // why: that one holds what other parsers don't take for a text.
        return GoldenTest.good().filter(file -> !file.endsWith("raw-scalars.yaml"));
    }

    static Stream<Path> examples() throws IOException {
        Path fromTheTop = Path.of("app", "src", "dist", "examples");
        Path examples = Files.exists(fromTheTop) ? fromTheTop : Path.of("..").resolve(fromTheTop);
        try (Stream<Path> files = Files.walk(examples)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).toList().stream();
        }
    }

    private Set<ValidationMessage> validate(Optional<Section> element, String text) throws IOException {
        boolean isJson = text.contains("{\n\t\"");
        JsonNode tree = (isJson ? JSON : YAML).readTree(text.startsWith("\ufeff") ? text.substring(1) : text);
        return KNOWN.computeIfAbsent(element, _ -> SCHEMAS.getSchema(codec.schema(element)))
                .validate(tree);
    }

    private Set<ValidationMessage> validate(Path file) throws IOException {
        String text = Files.readString(file);
        Optional<Section> element = GoldenTest.elementOf(text).map(id -> id.section());
        return validate(element, text);
    }

    @Test
    void isASchemaItself() throws IOException {
        for (Optional<Section> element : elements()) {
            JsonNode schema = JSON.readTree(codec.schema(element));
            assertEquals(
                    Set.of(),
                    SCHEMAS.getSchema(SchemaLocation.of(SchemaId.V202012)).validate(schema),
                    element.toString());
        }
    }

    private static List<Optional<Section>> elements() {
        return Stream.concat(
                        Stream.of(Optional.<Section>empty()),
                        Stream.of(Section.values()).map(Optional::of))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("good")
    void takesWhatTheCodecTakes(Path file) throws IOException {
        assertEquals(Set.of(), validate(file));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void takesTheExamples(Path file) throws IOException {
        assertEquals(Set.of(), validate(file));
    }

    @Test
    void takesEveryKeyWithItsExample() throws IOException {
        for (Reference.Key key : new Reference().keys()) {
            String document = Refusals.document(key);
            assertEquals(Set.of(), validate(Optional.empty(), document), document);
        }
    }

    @Test
    void refusesWhatTheCodecRefusesWhereASchemaCan() throws Exception {
        Set<String> passed = new TreeSet<>();
        int refused = 0;
        for (Path file : GoldenTest.broken().toList()) {
            try {
                if (validate(file).isEmpty()) {
                    passed.add(String.valueOf(file.getFileName()));
                } else {
                    refused++;
                }
            } catch (IOException notEvenText) {
                refused++;
            }
        }
        assertEquals(new TreeSet<>(BEYOND_A_SCHEMA), passed, "a schema lets these pass");
        assertTrue(refused > 40, refused + " refused");
    }

    @Test
    void refusesEachKeyWhereItIsMisspelled() throws IOException {
        for (Reference.Key key : new Reference().keys()) {
            String document = Refusals.document(key)
                    .replace(key.field().key() + ":", key.field().key() + "x:");
            assertFalse(validate(Optional.empty(), document).isEmpty(), document);
            assertTrue(
                    codec.read(new ConfigDocument("example", Optional.empty(), document, Trust.LOCAL))
                            .hasErrors(),
                    document);
        }
    }

    @Test
    void tellsEditorsWhatAKeyMeans() throws IOException {
        JsonNode http = JSON.readTree(codec.schema(Optional.empty())).at("/$defs/Http/properties/maxHeaders");
        assertEquals(
                "Most header fields in a head; 431 above it.",
                http.get("description").asText());
        assertEquals(100, http.get("default").asInt());
        assertEquals(1, http.get("minimum").asInt());
        assertEquals(10_000, http.get("maximum").asInt());
        assertEquals(50, http.get("examples").get(0).asInt());
    }
}
