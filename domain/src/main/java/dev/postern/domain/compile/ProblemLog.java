package dev.postern.domain.compile;

import dev.postern.domain.config.Element;
import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.Place;
import dev.postern.domain.config.Problem;
import dev.postern.domain.config.Section;
import dev.postern.domain.rewrite.Faults;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Takes problems by config path while a configuration is compiled, each once, and finds the place of each. */
final class ProblemLog {
    private final Function<ElementId, Optional<Element>> elements;
    private final Set<Problem> problems = new LinkedHashSet<>();
    private int errors;

    /** @param elements finds what was written */
    ProblemLog(Function<ElementId, Optional<Element>> elements) {
        this.elements = elements;
    }

    void error(String path, String message) {
        add(Problem.error(placeOf(path), path, message));
    }

    /** An error in this element, which the path alone may not tell: names may have dots. */
    void error(ElementId id, String path, String message) {
        add(Problem.error(placeOf(id, path), path, message));
    }

    void error(Place place, String path, String message) {
        add(Problem.error(place, path, message));
    }

    void error(ElementId id, String message) {
        error(id, id.path(), message);
    }

    Faults errorsOf(ElementId id) {
        return (path, message) -> error(id, path, message);
    }

    void warning(ElementId id, String path, String message) {
        add(Problem.warning(placeOf(id, path), path, message));
    }

    private void add(Problem problem) {
        if (problems.add(problem) && problem.isError()) {
            errors++;
        }
    }

    /** Whether the operator wrote this key, rather than leaving it to its default. */
    boolean isWritten(String path) {
        return elementOf(path)
                .filter(element -> element.places().containsKey(path))
                .isPresent();
    }

    int errors() {
        return errors;
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    Place placeOf(ElementId id, String path) {
        return elements.apply(id).map(element -> element.placeOf(path)).orElseGet(() -> Place.whole(id.path()));
    }

    private Place placeOf(String path) {
        return elementOf(path).map(element -> element.placeOf(path)).orElseGet(() -> Place.whole("configuration"));
    }

    private Optional<Element> elementOf(String path) {
        int dot = path.indexOf('.');
        String key = dot < 0 ? path : path.substring(0, dot);
        Optional<Section> section = Arrays.stream(Section.values())
                .filter(each -> each.key().equals(key))
                .findFirst();
        if (section.isEmpty() || (section.get().isNamed() && dot < 0)) {
            return Optional.empty();
        }
        return section.get().isNamed()
                ? named(section.get(), path.substring(dot + 1))
                : elements.apply(new ElementId(section.get(), ""));
    }

    // why from the end: an element's name may have dots in it.
    private Optional<Element> named(Section section, String rest) {
        String name = rest;
        while (true) {
            Optional<Element> element = elements.apply(new ElementId(section, name));
            int cut = Math.max(name.lastIndexOf('.'), name.lastIndexOf('['));
            if (element.isPresent() || cut < 0) {
                return element;
            }
            name = name.substring(0, cut);
        }
    }
}
