package dev.postern.domain.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** Routes of one host and path, in the order of precedence. Immutable. */
record RouteList<T>(List<CompiledRoute<T>> routes) implements Ranked {

    static <T> RouteList<T> empty() {
        return new RouteList<>(List.of());
    }

    boolean isEmpty() {
        return routes.isEmpty();
    }

    int size() {
        return routes.size();
    }

    CompiledRoute<T> get(int index) {
        return routes.get(index);
    }

    @Override
    public long maxRank() {
        return routes.isEmpty() ? NOTHING : routes.getFirst().rank();
    }

    /** Takes the time of the change and of copying, not of sorting all again: one path may have thousands of routes. */
    RouteList<T> changed(Set<String> removed, Collection<CompiledRoute<T>> added) {
        List<CompiledRoute<T>> kept = removed.isEmpty()
                ? routes
                : routes.stream()
                        .filter(route -> !removed.contains(route.name()))
                        .toList();
        List<CompiledRoute<T>> changed = new ArrayList<>(kept.size() + added.size());
        int from = 0;
        for (CompiledRoute<T> route : added.stream().sorted(CompiledRoute.ORDER).toList()) {
            List<CompiledRoute<T>> rest = kept.subList(from, kept.size());
            int before = -Collections.binarySearch(rest, route, CompiledRoute.ORDER) - 1;
            changed.addAll(rest.subList(0, before));
            changed.add(route);
            from += before;
        }
        changed.addAll(kept.subList(from, kept.size()));
        return new RouteList<>(List.copyOf(changed));
    }
}
