package dev.postern.app.service;

import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.Section;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the element that a problem's path leads into. */
final class ElementPaths {
    private static final Section[] SECTIONS = Section.values();

    private ElementPaths() {}

    /**
     * Empty when the path is of no single element.
     *
     * @param known tells {@code routes.a.b} as the route {@code a.b} from the key {@code b} of the route {@code a}
     */
    static Optional<ElementId> idOf(String path, Collection<ElementId> known) {
        int dot = path.indexOf('.');
        Section section = section(dot < 0 ? path : path.substring(0, dot));
        if (section == null) {
            return Optional.empty();
        }
        if (!section.isNamed()) {
            return Optional.of(new ElementId(section, ""));
        }
        return dot < 0 ? Optional.empty() : Optional.of(named(section, path.substring(dot + 1), known));
    }

    private static ElementId named(Section section, String rest, Collection<ElementId> known) {
        ElementId id = new ElementId(section, rest);
        while (!known.contains(id)) {
            int cut = Math.max(id.name().lastIndexOf('.'), id.name().lastIndexOf('['));
            if (cut <= 0) {
                return id;
            }
            id = new ElementId(section, id.name().substring(0, cut));
        }
        return id;
    }

    private static @Nullable Section section(String key) {
        for (Section section : SECTIONS) {
            if (section.key().equals(key)) {
                return section;
            }
        }
        return null;
    }
}
