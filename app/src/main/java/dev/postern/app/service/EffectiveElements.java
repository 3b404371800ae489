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

/** Shows what is in force. */
final class EffectiveElements {
    private EffectiveElements() {}

    /** @param sources their names, in the order of what is in force */
    static List<EffectiveElement> of(InForce inForce, List<String> sources, ConfigCodec codec) {
        List<EffectiveElement> shown = new ArrayList<>();
        Set<Section> written = EnumSet.noneOf(Section.class);
        for (int i = 0; i < sources.size(); i++) {
            for (Element element : inForce.bySource().get(i)) {
                written.add(element.id().section());
                shown.add(new EffectiveElement(
                        element.id(), element.place().toString(), sources.get(i), ConfigTree.of(element.value())));
            }
        }
        for (Section section : Section.values()) {
            if (!section.isNamed() && !written.contains(section)) {
                shown.add(new EffectiveElement(
                        new ElementId(section, ""), "default", "", ConfigTree.of(codec.defaults(section))));
            }
        }
        return shown;
    }
}
