package dev.postern.ports.config;

import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.Section;
import java.util.Map;
import java.util.Optional;

/** Turns text into the configuration model. */
public interface ConfigCodec {
    /** Never throws for what a text holds: that is in the fragment's problems. */
    Fragment read(ConfigDocument document);

    /**
     * The elements of a document without errors, each as a text of its own that means the same in a store: what is replaced
     * in a text from this machine is written out.
     */
    Map<ElementId, String> texts(ConfigDocument document);

    /** What a single-valued section is when nobody writes it. */
    Record defaults(Section section);

    /**
     * A JSON Schema of the language, for editors.
     *
     * @param element of one element of this section, as a store holds it; empty for a whole document
     */
    String schema(Optional<Section> element);
}
