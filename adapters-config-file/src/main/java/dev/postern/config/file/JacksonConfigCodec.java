package dev.postern.config.file;

import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.Section;
import dev.postern.ports.config.ConfigCodec;
import dev.postern.ports.config.ConfigDocument;
import dev.postern.ports.config.Fragment;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** YAML and JSON text to the configuration model. Immutable; every thread may read with it. */
public final class JacksonConfigCodec implements ConfigCodec {
    private final Function<String, Optional<String>> environment;

    /**
     * @param environment what {@code ${NAME}} in local texts is replaced by
     */
    public JacksonConfigCodec(Function<String, Optional<String>> environment) {
        this.environment = environment;
    }

    @Override
    public Fragment read(ConfigDocument document) {
        return new DocumentReading(document, substitution(document)).read();
    }

    @Override
    public Map<ElementId, String> texts(ConfigDocument document) {
        return new ElementTexts(substitution(document)).of(document);
    }

    private Substitution substitution(ConfigDocument document) {
        return switch (document.trust()) {
            case LOCAL -> new Substitution.Local(environment);
            case REMOTE -> new Substitution.Forbidden();
        };
    }

    @Override
    public String schema(Optional<Section> element) {
        return element.map(section -> JsonSchema.ofElement(section.key(), section.type()))
                .orElseGet(JsonSchema::ofDocument);
    }

    @Override
    public Record defaults(Section section) {
        return RecordSchema.of(section.type())
                .defaults()
                .orElseThrow(() -> new IllegalArgumentException(section.key() + " has keys that must be written"));
    }
}
