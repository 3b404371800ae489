package dev.postern.app.service;

import dev.postern.domain.config.ConfigTree;
import dev.postern.domain.config.Element;
import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.RoutingConfig;
import dev.postern.domain.config.RoutingConfig.Order;
import dev.postern.ports.config.ConfigCodec;
import dev.postern.ports.config.ConfigDocument;
import dev.postern.ports.config.ConfigDocument.Trust;
import dev.postern.ports.config.Fragment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checked texts, element by element, as a store is to hold them. Keeps nothing of the store; one thread at a time.
 *
 * @param texts in the order of writing
 * @param replaced what was written where something else is in the text: {@code path: ${NAME}}
 */
public record Publication(
        ConfigCodec codec, Map<ElementId, Element> elements, Map<ElementId, String> texts, List<String> replaced) {
    /** Throws with one line where something would mean something else in a store. */
    public static Publication of(ConfigCodec codec, List<ConfigDocument> documents) throws NotPublishableException {
        Map<ElementId, Element> elements = new LinkedHashMap<>();
        Map<ElementId, String> texts = new LinkedHashMap<>();
        List<String> replaced = new ArrayList<>();
        for (ConfigDocument document : documents) {
            for (Element element : codec.read(document).elements()) {
                elements.put(element.id(), element);
                element.replaced().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .forEach(each -> replaced.add(each.getKey() + ": " + each.getValue()));
            }
            texts.putAll(codec.texts(document));
        }
        for (Element element : elements.values()) {
            provePublishable(codec, element, texts.getOrDefault(element.id(), ""));
        }
        return new Publication(codec, elements, texts, List.copyOf(replaced));
    }

    /** A configuration that can't be kept in a store. The message is for the operator: one line. */
    public static final class NotPublishableException extends Exception {
        private static final long serialVersionUID = 1;

        NotPublishableException(String message) {
            super(message);
        }
    }

    private static void provePublishable(ConfigCodec codec, Element element, String text)
            throws NotPublishableException {
        if (element.value() instanceof RoutingConfig(Order order) && order == Order.DECLARED) {
            throw new NotPublishableException(element.placeOf("routing.order")
                    + ": routing.order: declared is the order of a file, which keys of a store don't have;"
                    + " give routes a priority instead");
        }
        Optional<Element> again = read(codec, element.id(), text);
        if (again.isEmpty() || !again.get().value().equals(element.value())) {
            throw new NotPublishableException(element.place() + ": " + element.id()
                    + " does not mean the same as a key of its own; this is a defect of Postern");
        }
    }

    private static Optional<Element> read(ConfigCodec codec, ElementId id, String text) {
        Fragment fragment = codec.read(new ConfigDocument(id.path(), Optional.of(id), text, Trust.REMOTE));
        return fragment.hasErrors()
                ? Optional.empty()
                : fragment.elements().stream().findFirst();
    }

    /** What publishing would do to what is there. What reads the same is left as it is written. */
    public Difference against(List<ConfigDocument> there) {
        Map<ElementId, ConfigDocument> before = new HashMap<>();
        List<ConfigDocument> gone = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        for (ConfigDocument document : there) {
            if (document.element().filter(texts::containsKey).isPresent()) {
                before.put(document.element().get(), document);
            } else {
                gone.add(document);
            }
        }
        Map<ElementId, String> put = new LinkedHashMap<>();
        elements.forEach((id, element) -> {
            Optional<Change> change = change(element, Optional.ofNullable(before.get(id)));
            change.ifPresent(each -> {
                changes.add(each);
                put.put(id, texts.getOrDefault(id, ""));
            });
        });
        for (ConfigDocument document : gone) {
            String what = document.element().map(ElementId::path).orElse("config, a whole document");
            changes.add(new Change(Kind.REMOVED, what, List.of()));
        }
        return new Difference(put, gone, changes, elements.size() - put.size());
    }

    private Optional<Change> change(Element element, Optional<ConfigDocument> before) {
        String path = element.id().path();
        if (before.isEmpty()) {
            return Optional.of(new Change(Kind.ADDED, path, List.of()));
        }
        Optional<Element> was = read(codec, element.id(), before.get().text());
        if (was.isEmpty()) {
            return Optional.of(new Change(Kind.CHANGED, path, List.of("what is there can't be read")));
        }
        if (was.get().value().equals(element.value())) {
            return Optional.empty();
        }
        return Optional.of(new Change(
                Kind.CHANGED,
                path,
                ConfigTree.differences(was.get(), element).stream()
                        .map(ConfigTree.Difference::toString)
                        .toList()));
    }

    public enum Kind {
        ADDED,
        CHANGED,
        REMOVED
    }

    /** @param lines what is different in it, a line for each key */
    public record Change(Kind kind, String path, List<String> lines) {}

    /** What is to be put and what to be taken away; how many elements are there already. */
    public record Difference(
            Map<ElementId, String> put, List<ConfigDocument> gone, List<Change> changes, int unchanged) {
        public long count(Kind kind) {
            return changes.stream().filter(change -> change.kind() == kind).count();
        }
    }
}
