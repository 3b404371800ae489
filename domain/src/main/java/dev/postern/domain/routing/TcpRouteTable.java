package dev.postern.domain.routing;

import dev.postern.domain.bytes.Slice;
import dev.postern.domain.config.RoutingConfig;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The routes of one tcp listener, by the server name of a TLS hello and the client's address. Immutable. */
public final class TcpRouteTable<T> {
    private final RoutingConfig.Order order;
    private final RouteRegistry<T> registry;
    private final HostIndex<RouteList<T>> names;

    private TcpRouteTable(RoutingConfig.Order order, RouteRegistry<T> registry, HostIndex<RouteList<T>> names) {
        this.order = order;
        this.registry = registry;
        this.names = names;
    }

    public static <T> TcpRouteTable<T> empty(RoutingConfig.Order order) {
        return new TcpRouteTable<>(order, RouteRegistry.empty(), HostIndex.empty());
    }

    public static <T> TableBuild<TcpRouteTable<T>> build(Collection<RouteSpec<T>> specs, RoutingConfig.Order order) {
        return TcpRouteTable.<T>empty(order).updated(List.of(), specs);
    }

    /** As {@link RouteTable#updated}. */
    public TableBuild<TcpRouteTable<T>> updated(Collection<String> removed, Collection<RouteSpec<T>> added) {
        TableEdit<T> edit = TableEdit.of(registry, order, removed, added, RouteCompiler::tcp);
        if (!edit.faults().isEmpty()) {
            return new TableBuild.Rejected<>(edit.faults());
        }
        HostIndex<RouteList<T>> changed = names.changed(edit.byHost(), (_, present, changes) -> {
            RouteList<T> list = present == null ? RouteList.empty() : present;
            RouteList<T> result = list.changed(changes);
            return result.isEmpty() ? null : result;
        });
        return new TableBuild.Built<>(new TcpRouteTable<>(order, edit.registry(), changed));
    }

    /** As {@link RouteTable#inMatchingOrder}. */
    public List<String> inMatchingOrder() {
        return MatchingOrder.of(registry);
    }

    /**
     * The route of a connection.
     *
     * @param serverName of the TLS hello, in lower case and without a dot at its end; empty where there is none
     * @param clientAddress 4 or 16 bytes; empty for a Unix-domain peer
     */
    public Optional<RouteSpec<T>> find(Slice serverName, Slice clientAddress) {
        Finder<T> finder = new Finder<>(clientAddress);
        names.visit(serverName, finder);
        return Optional.ofNullable(finder.best).map(CompiledRoute::spec);
    }

    /** What the route of this name leads to. */
    public Optional<T> plan(String route) {
        return Optional.ofNullable(registry.get(route))
                .map(found -> found.spec().plan());
    }

    /** Whether it depends on the server name which route is found. */
    public boolean asksForServerNames() {
        return names.hasNames();
    }

    public int size() {
        return registry.size();
    }

    private static final class Finder<T> implements HostIndex.Visitor<RouteList<T>> {
        private final Slice clientAddress;
        private @Nullable CompiledRoute<T> best;
        private long bestRank = Ranked.NOTHING;

        Finder(Slice clientAddress) {
            this.clientAddress = clientAddress;
        }

        @Override
        public void visit(RouteList<T> list) {
            for (int i = 0; i < list.size() && list.get(i).rank() > bestRank; i++) {
                CompiledRoute<T> route = list.get(i);
                if (admits(route)) {
                    best = route;
                    bestRank = route.rank();
                }
            }
        }

        private boolean admits(CompiledRoute<T> route) {
            for (Condition condition : route.conditions()) {
                if (!(condition instanceof SourceCondition source && source.holds(clientAddress))) {
                    return false;
                }
            }
            return true;
        }
    }
}
