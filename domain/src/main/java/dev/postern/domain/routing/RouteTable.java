package dev.postern.domain.routing;

import dev.postern.domain.config.RoutingConfig;
import dev.postern.domain.routing.CompiledRoute.PathKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The http routes of one listener. Immutable, and shared by all who ask; a changed table shares with the one before it
 * all that did not change.
 */
public final class RouteTable<T> {
    private final RoutingConfig.Order order;
    private final RouteRegistry<T> registry;
    private final HostIndex<PathTree<T>> hosts;

    private RouteTable(RoutingConfig.Order order, RouteRegistry<T> registry, HostIndex<PathTree<T>> hosts) {
        this.order = order;
        this.registry = registry;
        this.hosts = hosts;
    }

    public static <T> RouteTable<T> empty(RoutingConfig.Order order) {
        return new RouteTable<>(order, RouteRegistry.empty(), HostIndex.empty());
    }

    public static <T> TableBuild<RouteTable<T>> build(Collection<RouteSpec<T>> specs, RoutingConfig.Order order) {
        return RouteTable.<T>empty(order).updated(List.of(), specs);
    }

    /**
     * The table with some routes gone and others put in; one that is put in takes the place of its former version. It
     * finds what a table does that is built anew. Where two routes can't be told apart, the fault is that of the one
     * being put in, or declared later.
     */
    public TableBuild<RouteTable<T>> updated(Collection<String> removed, Collection<RouteSpec<T>> added) {
        List<RouteFault> faults = new ArrayList<>();
        List<CompiledRoute<T>> compiled = compile(added, faults);
        Set<String> gone = new HashSet<>(removed);
        added.forEach(spec -> gone.add(spec.name()));

        Changes<T> changes = new Changes<>();
        RouteRegistry<T> changed = registry;
        for (String name : gone) {
            CompiledRoute<T> present = changed.get(name);
            if (present != null) {
                changed = changed.without(present);
                changes.remove(present);
            }
        }
        for (CompiledRoute<T> route : compiled) {
            changed = changed.with(route, faults);
            changes.add(route);
        }
        return faults.isEmpty()
                ? new TableBuild.Built<>(new RouteTable<>(order, changed, changes.applyTo(hosts)))
                : new TableBuild.Rejected<>(List.copyOf(faults));
    }

    private List<CompiledRoute<T>> compile(Collection<RouteSpec<T>> specs, List<RouteFault> faults) {
        Comparator<RouteSpec<T>> asWritten = Comparator.comparingInt(RouteSpec::declaredAt);
        return specs.stream()
                .sorted(asWritten.thenComparing(RouteSpec::name))
                .map(spec -> new RouteCompiler<>(spec, order, faults).http())
                .flatMap(Optional::stream)
                .toList();
    }

    /** Finds the route that the request belongs to. Makes no object but for regular expressions. */
    public void find(RequestView request, RouteMatch<T> match) {
        match.find(hosts, request);
    }

    /** The same search, with the reasons why candidates lost. */
    public Explanation explain(RequestView request) {
        return Explanation.of(hosts, order, request);
    }

    /** What the route of this name leads to. */
    public Optional<T> plan(String route) {
        return Optional.ofNullable(registry.get(route))
                .map(found -> found.spec().plan());
    }

    /** The names of all routes, those that are asked first in front; where no request asks two, by host and path. */
    public List<String> inMatchingOrder() {
        return MatchingOrder.of(registry);
    }

    public int size() {
        return registry.size();
    }

    RouteRegistry<T> registry() {
        return registry;
    }

    HostIndex<PathTree<T>> hosts() {
        return hosts;
    }

    /** Changes by the list of routes that they touch, so that each list and the way to it is made anew once. */
    private static final class Changes<T> {
        private final Map<String, ListChange<T>> byPlace = new LinkedHashMap<>();

        private record ListChange<T>(
                HostPattern host,
                PathKind kind,
                PathPattern pattern,
                Set<String> removed,
                List<CompiledRoute<T>> added) {}

        void remove(CompiledRoute<T> route) {
            for (HostPattern host : route.hosts()) {
                at(host, route).removed().add(route.name());
            }
        }

        void add(CompiledRoute<T> route) {
            for (HostPattern host : route.hosts()) {
                at(host, route).added().add(route);
            }
        }

        private ListChange<T> at(HostPattern host, CompiledRoute<T> route) {
            String place = host + " " + route.pathKind() + " " + route.pattern().shape();
            return byPlace.computeIfAbsent(
                    place,
                    _ -> new ListChange<>(host, route.pathKind(), route.pattern(), new HashSet<>(), new ArrayList<>()));
        }

        HostIndex<PathTree<T>> applyTo(HostIndex<PathTree<T>> hosts) {
            HostIndex<PathTree<T>> changed = hosts;
            for (ListChange<T> change : byPlace.values()) {
                changed = changed.changed(change.host(), present -> {
                    PathTree<T> tree = present == null ? PathTree.empty(change.host()) : present;
                    PathTree<T> result = tree.changed(
                            change.kind(), change.pattern(), list -> list.changed(change.removed(), change.added()));
                    return result.isEmpty() ? null : result;
                });
            }
            return changed;
        }
    }
}
