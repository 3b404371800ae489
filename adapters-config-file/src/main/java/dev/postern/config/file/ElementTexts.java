package dev.postern.config.file;

import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator.Feature;
import dev.postern.config.file.Node.Entry;
import dev.postern.config.file.Node.ListNode;
import dev.postern.config.file.Node.MapNode;
import dev.postern.config.file.Node.Refused;
import dev.postern.config.file.Node.Scalar;
import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.Section;
import dev.postern.ports.config.ConfigDocument;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Takes a document apart into a YAML text for each element, with what is replaced in it written out. Keeps nothing. */
record ElementTexts(Substitution substitution) {
    private static final YAMLFactory YAML = YAMLFactory.builder()
            .disable(Feature.WRITE_DOC_START_MARKER)
            .disable(Feature.SPLIT_LINES)
            .enable(Feature.MINIMIZE_QUOTES)
            .enable(Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .build();

    Map<ElementId, String> of(ConfigDocument document) {
        Map<ElementId, String> texts = new LinkedHashMap<>();
        try {
            TreeReader.read(document.text())
                    .ifPresent(root -> document.element()
                            .ifPresentOrElse(id -> texts.put(id, text(root)), () -> sections(root, texts)));
        } catch (UnreadableException e) {
            throw new IllegalArgumentException(document.origin() + " has errors: " + e.reason(), e);
        }
        return texts;
    }

    private void sections(Node root, Map<ElementId, String> texts) {
        for (Entry entry : entries(root)) {
            for (Section section : Section.values()) {
                if (section.key().equals(entry.key()) && section.isNamed()) {
                    entries(entry.value())
                            .forEach(named -> texts.put(new ElementId(section, named.key()), text(named.value())));
                } else if (section.key().equals(entry.key())) {
                    texts.put(new ElementId(section, ""), text(entry.value()));
                }
            }
        }
    }

    private static Iterable<Entry> entries(Node node) {
        if (node instanceof MapNode map) {
            return map.entries();
        }
        throw new IllegalArgumentException("found " + node.found() + ", expected a map");
    }

    private String text(Node node) {
        StringWriter text = new StringWriter();
        try (YAMLGenerator yaml = YAML.createGenerator(text)) {
            write(node, yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private void write(Node node, YAMLGenerator yaml) throws IOException {
        switch (node) {
            case MapNode map -> {
                yaml.writeStartObject();
                for (Entry entry : map.entries()) {
                    yaml.writeFieldName(entry.key());
                    write(entry.value(), yaml);
                }
                yaml.writeEndObject();
            }
            case ListNode list -> {
                yaml.writeStartArray();
                for (Node item : list.items()) {
                    write(item, yaml);
                }
                yaml.writeEndArray();
            }
            case Scalar scalar when scalar.isNull() -> yaml.writeNull();
            case Scalar scalar -> yaml.writeString(resolved(scalar.text()).replace("${", "$${"));
            case Refused refused -> throw new IllegalArgumentException(refused.message());
        }
    }

    private String resolved(String text) {
        try {
            return text.contains("${") ? substitution.resolve(text) : text;
        } catch (BadValueException e) {
            throw new IllegalArgumentException(e.hint(), e);
        }
    }
}
