package dev.postern.app.service;

import dev.postern.domain.config.Element;
import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.Place;
import dev.postern.domain.config.Problem;
import dev.postern.ports.config.ConfigDocument;
import dev.postern.ports.config.ConfigSource.Acceptance;
import dev.postern.ports.config.Fragment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What rules in place of the sources because a person said so. It is taken as a whole or not at all.
 *
 * @param what as history tells it: {@code rollback to 3}
 * @param bySource one list for each source
 */
record Ruling(String what, List<List<Element>> bySource) {
    /** Each element goes to the source that has it in force; new ones go to the first. */
    static Ruling ofCandidate(Collection<Element> elements, InForce before) {
        Map<ElementId, Integer> owners = new HashMap<>();
        List<List<Element>> bySource = new ArrayList<>();
        for (int i = 0; i < before.bySource().size(); i++) {
            int owner = i;
            before.bySource().get(i).forEach(element -> owners.put(element.id(), owner));
            bySource.add(new ArrayList<>());
        }
        for (Element element : elements) {
            bySource.get(owners.getOrDefault(element.id(), 0)).add(element);
        }
        return new Ruling("apply", bySource);
    }

    List<Reading> readings(InForce before) {
        ConfigDocument document = new ConfigDocument(what, Optional.empty(), "", ConfigDocument.Trust.REMOTE);
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < bySource.size(); i++) {
            Fragment fragment = new Fragment(document, bySource.get(i), List.of());
            readings.add(new Reading(
                    Acceptance.WHOLE, List.of(fragment), before.bySource().get(i)));
        }
        return readings;
    }

    Problem notice() {
        return Problem.warning(
                Place.whole("sources"),
                "",
                "are set aside by " + what + "; they rule again when one of them changes, or on reload");
    }
}
