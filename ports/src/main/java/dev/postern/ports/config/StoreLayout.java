package dev.postern.ports.config;

import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.Section;
import dev.postern.ports.config.ConfigDocument.Trust;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * How configuration lies below a prefix of a key-value store: {@code prefix/routes/users} holds an element, {@code
 * prefix/log} a single-valued section, {@code prefix/config} a whole document. While there is {@code prefix/publication}
 * somebody is writing, and what lies there is not to be taken.
 */
public final class StoreLayout {
    private static final String WHOLE_DOCUMENT = "config";
    private static final String PUBLICATION = "publication";

    private final String kind;
    private final String root;

    /**
     * What the keys say.
     *
     * @param strangers keys that can hold nothing, as they are written in the store
     */
    public record Reading(List<ConfigDocument> documents, List<String> strangers) {}

    /**
     * @param kind what a problem's origin begins with: {@code consul key}
     * @param prefix without a slash at its end
     */
    public StoreLayout(String kind, String prefix) {
        this.kind = kind;
        this.root = prefix + "/";
    }

    /** What every key begins with. Ends in a slash, so that a sibling whose name begins alike is not meant. */
    public String root() {
        return root;
    }

    /** Reads all values below the root, by their whole keys. */
    public Reading read(SortedMap<String, String> values) {
        List<ConfigDocument> documents = new ArrayList<>();
        List<String> strangers = new ArrayList<>();
        for (Map.Entry<String, String> value : values.entrySet()) {
            String key = value.getKey();
            // why: stores have no folders, but their tools mark them by an empty key that ends in a slash
            if ((key.endsWith("/") && value.getValue().isEmpty()) || key.equals(publicationKey())) {
                continue;
            }
            String place = key.startsWith(root) ? key.substring(root.length()) : "";
            Optional<ElementId> element = element(place);
            if (element.isPresent() || place.equals(WHOLE_DOCUMENT)) {
                documents.add(new ConfigDocument(kind + " " + key, element, value.getValue(), Trust.REMOTE));
            } else {
                strangers.add(key);
            }
        }
        return new Reading(List.copyOf(documents), List.copyOf(strangers));
    }

    public String publicationKey() {
        return root + PUBLICATION;
    }

    /** Who is writing, where somebody is. */
    public Optional<String> publication(SortedMap<String, String> values) {
        return Optional.ofNullable(values.get(publicationKey()));
    }

    public String keyOf(ElementId element) {
        String section = root + element.section().key();
        return element.section().isNamed() ? section + "/" + element.name() : section;
    }

    /** The key that a document of {@link #read} lies at. */
    public String keyOf(ConfigDocument document) {
        return document.element().map(this::keyOf).orElse(root + WHOLE_DOCUMENT);
    }

    private static Optional<ElementId> element(String place) {
        int slash = place.indexOf('/');
        String key = slash < 0 ? place : place.substring(0, slash);
        String name = slash < 0 ? "" : place.substring(slash + 1);
        boolean named = slash >= 0;
        return Arrays.stream(Section.values())
                .filter(section -> section.key().equals(key) && section.isNamed() == named)
                .filter(section -> !named || (!name.isEmpty() && name.indexOf('/') < 0))
                .map(section -> new ElementId(section, name))
                .findFirst();
    }
}
