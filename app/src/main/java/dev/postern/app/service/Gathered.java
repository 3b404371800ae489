package dev.postern.app.service;

import dev.postern.domain.config.Element;
import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.Problem;
import dev.postern.ports.config.Fragment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What could be read of one source's texts.
 *
 * @param elements the first of each name
 * @param twice further elements of a name that was there before; each has its problem
 * @param unreadable elements that have an error
 * @param unreadableTexts origins of texts with an error that belongs to no element
 */
record Gathered(
        Map<ElementId, Element> elements,
        List<Element> twice,
        Set<ElementId> unreadable,
        Set<String> unreadableTexts,
        List<Problem> problems) {

    static Gathered of(List<Fragment> fragments) {
        Gathered gathered = new Gathered(
                new LinkedHashMap<>(), new ArrayList<>(), new HashSet<>(), new HashSet<>(), new ArrayList<>());
        fragments.forEach(gathered::add);
        return gathered;
    }

    boolean hasErrors() {
        return !unreadable.isEmpty() || !unreadableTexts.isEmpty() || !twice.isEmpty();
    }

    private void add(Fragment fragment) {
        problems.addAll(fragment.problems());
        Set<ElementId> bad = bad(fragment);
        unreadable.addAll(bad);
        for (Element element : fragment.elements()) {
            if (!bad.contains(element.id())) {
                add(element);
            }
        }
    }

    private void add(Element element) {
        Element first = elements.putIfAbsent(element.id(), element);
        if (first != null) {
            twice.add(element);
            problems.add(conflict(first, element));
        }
    }

    static Problem conflict(Element first, Element second) {
        return Problem.error(second.place(), second.id().path(), "is already at " + first.place());
    }

    private Set<ElementId> bad(Fragment fragment) {
        Set<ElementId> bad = new HashSet<>();
        if (!fragment.hasErrors()) {
            return bad;
        }
        List<ElementId> read = fragment.elements().stream().map(Element::id).toList();
        for (Problem problem : fragment.problems()) {
            if (problem.isError()) {
                Optional<ElementId> id =
                        fragment.document().element().or(() -> ElementPaths.idOf(problem.path(), read));
                id.ifPresentOrElse(
                        bad::add, () -> unreadableTexts.add(fragment.document().origin()));
            }
        }
        return bad;
    }
}
