package dev.postern.app.service;

import dev.postern.domain.config.Element;
import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.Section;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells whether a store or a discovery has lost so much at once that it is rather a mistake than meant. */
final class Shrinking {
    /** Fewer routes than these may go at once. */
    static final int FEWEST_ROUTES = 4;

    private static final int MOST_NAMES = 5;

    private Shrinking() {}

    /** @param now what the store has, readable or not */
    static Optional<String> ofRoutes(Collection<Element> inForce, Set<ElementId> now) {
        List<String> routes = inForce.stream()
                .filter(element -> element.id().section() == Section.ROUTES)
                .map(element -> element.id().name())
                .toList();
        List<String> gone = routes.stream()
                .filter(name -> !now.contains(new ElementId(Section.ROUTES, name)))
                .toList();
        if (routes.size() < FEWEST_ROUTES || gone.size() * 2 <= routes.size()) {
            return Optional.empty();
        }
        return Optional.of("would remove " + gone.size() + " of " + routes.size() + " routes: " + named(gone));
    }

    /** A store that was empty a moment ago is being filled, key by key, and half of it is not what is meant. */
    static Optional<String> ofRefilled(Collection<Element> inForce, Set<ElementId> now) {
        List<String> missing = inForce.stream()
                .map(Element::id)
                .filter(id -> !now.contains(id))
                .map(ElementId::path)
                .sorted()
                .toList();
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("was empty, has something again and would remove " + missing.size() + " of "
                        + inForce.size() + " elements: " + named(missing));
    }

    private static String named(List<String> names) {
        String more = names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "";
        return String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size()))) + more;
    }

    /** Endpoints that were replaced by as many others are not lost. */
    static Optional<String> ofEndpoints(int before, int now) {
        return now * 2 < before ? Optional.of("would leave " + now + " of " + before + " endpoints") : Optional.empty();
    }
}
