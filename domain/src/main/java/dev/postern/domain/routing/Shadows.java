package dev.postern.domain.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds routes that never get a request because another one takes all of theirs first. Pure. */
final class Shadows<T> {
    /** why: a list of thousands of routes for one path would be compared each with each. */
    private static final int MOST_COMPARED = 200;

    private final RouteTable<T> table;

    Shadows(RouteTable<T> table) {
        this.table = table;
    }

    Optional<RouteFault> check(CompiledRoute<T> route) {
        Map<HostPattern, CompiledRoute<T>> shadowed = new LinkedHashMap<>();
        for (HostPattern host : route.hosts()) {
            shadowOf(route, host).ifPresent(shadow -> shadowed.put(host, shadow));
        }
        if (shadowed.isEmpty()) {
            return Optional.empty();
        }
        boolean isDead = shadowed.size() == route.hosts().size();
        List<String> parts = new ArrayList<>();
        shadowed.forEach(
                (host, shadow) -> parts.add((isDead && route.hosts().size() == 1 ? "" : "on host " + host + " ")
                        + "route '" + shadow.name() + "' takes every request first, by " + reason(shadow, route)));
        return Optional.of(new RouteFault(
                route.name(),
                route.spec().path() + (isDead ? "" : ".match.host"),
                (isDead ? "never gets a request: " : "is in part without requests: ") + String.join("; ", parts)));
    }

    private Optional<CompiledRoute<T>> shadowOf(CompiledRoute<T> route, HostPattern host) {
        for (PathTree<T> tree : treesCovering(host)) {
            for (RouteList<T> list : Coverage.of(route, tree)) {
                for (int i = 0; i < Math.min(list.size(), MOST_COMPARED); i++) {
                    CompiledRoute<T> other = list.get(i);
                    if (other.rank() < route.rank()) {
                        break;
                    }
                    if (comesFirst(other, tree.host(), route, host) && asksNoMore(other, route)) {
                        return Optional.of(other);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private List<PathTree<T>> treesCovering(HostPattern host) {
        List<PathTree<T>> trees = new ArrayList<>();
        PathTree<T> same = table.hosts().get(host);
        if (same != null) {
            trees.add(same);
        }
        for (HostPattern wider = host; wider.kind() != HostPattern.Kind.ANY; ) {
            wider = wider.wider();
            PathTree<T> tree = table.hosts().get(wider);
            if (tree != null) {
                trees.add(tree);
            }
        }
        return trees;
    }

    /** Whether the other one is before the route for every request that both match. */
    private static <T> boolean comesFirst(
            CompiledRoute<T> other, HostPattern otherHost, CompiledRoute<T> route, HostPattern host) {
        if (other.rank() != route.rank()) {
            return other.rank() > route.rank();
        }
        // why: what matches more is less specific in host and path, so that with equal rank only equals can shadow.
        boolean isEqual = otherHost.equals(host)
                && other.pathKind() == route.pathKind()
                && other.pattern().shape().equals(route.pattern().shape());
        boolean yieldsHead = other.weight() == route.weight() && other.methods().yieldsHeadTo(route.methods());
        return isEqual && !yieldsHead && CompiledRoute.ORDER.compare(other, route) < 0;
    }

    private static <T> boolean asksNoMore(CompiledRoute<T> other, CompiledRoute<T> route) {
        return other.methods().containsAll(route.methods())
                && other.conditions().stream()
                        .allMatch(asked -> route.conditions().stream().anyMatch(given -> given.implies(asked)));
    }

    private static <T> String reason(CompiledRoute<T> shadow, CompiledRoute<T> route) {
        int priority = shadow.spec().config().priority();
        int lower = route.spec().config().priority();
        if (priority != lower) {
            return "priority " + priority + " over " + lower;
        }
        return shadow.rank() == route.rank() ? "its name" : "the order of writing";
    }
}
