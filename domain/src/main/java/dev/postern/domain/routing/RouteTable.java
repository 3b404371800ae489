package dev.postern.domain.routing;

import dev.postern.domain.config.RoutingConfig;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

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
        TableEdit<T> edit = TableEdit.of(registry, order, removed, added, RouteCompiler::http);
        if (!edit.faults().isEmpty()) {
            return new TableBuild.Rejected<>(edit.faults());
        }
        HostIndex<PathTree<T>> changed = hosts.changed(edit.byHost(), (host, present, changes) -> {
            PathTree<T> tree = present == null ? PathTree.empty(host) : present;
            PathTree<T> result = tree.changed(changes);
            return result.isEmpty() ? null : result;
        });
        return new TableBuild.Built<>(new RouteTable<>(order, edit.registry(), changed));
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
}
