package dev.postern.app.service;

import dev.postern.domain.config.ConfigTree;
import dev.postern.domain.config.Element;
import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.Section;
import dev.postern.ports.config.ConfigCodec;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Shows what is in force. */
final class EffectiveElements {
    private EffectiveElements() {}

    /** @param sources their names, in the order of what is in force */
    static List<EffectiveElement> of(
            InForce inForce, List<String> sources, ConfigCodec codec, Predicate<ElementId> wanted) {
        List<EffectiveElement> shown = new ArrayList<>();
        Set<Section> written = EnumSet.noneOf(Section.class);
        for (int i = 0; i < sources.size(); i++) {
            for (Element element : inForce.bySource().get(i)) {
                written.add(element.id().section());
                if (wanted.test(element.id())) {
                    shown.add(new EffectiveElement(
                            element.id(), element.place().toString(), sources.get(i), ConfigTree.of(element)));
                }
            }
        }
        for (Section section : Section.values()) {
            ElementId id = new ElementId(section, "");
            if (section.hasDefault() && !written.contains(section) && wanted.test(id)) {
                shown.add(new EffectiveElement(id, "default", "", ConfigTree.of(codec.defaults(section))));
            }
        }
        return shown;
    }
}
