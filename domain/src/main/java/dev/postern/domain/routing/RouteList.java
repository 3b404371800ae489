package dev.postern.domain.routing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Routes of one host and path, in the order of precedence. Immutable. */
record RouteList<T>(List<CompiledRoute<T>> routes) implements Ranked {

    private static final RouteList<?> EMPTY = new RouteList<>(List.of());

    // why one for all: it holds nothing of any type.
    @SuppressWarnings("unchecked")
    static <T> RouteList<T> empty() {
        return (RouteList<T>) EMPTY;
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
    RouteList<T> changed(List<RouteChange<T>> changes) {
        Set<String> gone = new HashSet<>();
        List<CompiledRoute<T>> added = new ArrayList<>(changes.size());
        for (RouteChange<T> change : changes) {
            switch (change.direction()) {
                case IN -> added.add(change.route());
                case OUT -> gone.add(change.route().name());
            }
        }
        added.sort(CompiledRoute.ORDER);
        List<CompiledRoute<T>> kept = gone.isEmpty()
                ? routes
                : routes.stream().filter(route -> !gone.contains(route.name())).toList();
        List<CompiledRoute<T>> changed = new ArrayList<>(kept.size() + added.size());
        int from = 0;
        for (CompiledRoute<T> route : added) {
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
