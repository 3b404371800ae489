package dev.postern.domain.compile;

import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.ListenerConfig;
import dev.postern.domain.config.ListenerConfig.Protocol;
import dev.postern.domain.config.ProxyConfig;
import dev.postern.domain.config.RouteConfig;
import dev.postern.domain.config.Section;
import dev.postern.domain.rewrite.ForwardedHeaders;
import dev.postern.domain.routing.RouteFault;
import dev.postern.domain.routing.RouteSpec;
import dev.postern.domain.routing.RouteTable;
import dev.postern.domain.routing.TableBuild;
import dev.postern.domain.routing.TcpRouteTable;
import dev.postern.domain.snapshot.Destination;
import dev.postern.domain.snapshot.HttpListener;
import dev.postern.domain.snapshot.RoutePlan;
import dev.postern.domain.snapshot.Snapshot;
import dev.postern.domain.snapshot.TcpListener;
import dev.postern.domain.trace.TracePolicy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Compiles listeners with their routes. A listener that was there before gets what changed put into its table; whether
 * it serves a route depends on the two alone, so that what did not change need not be looked at. Lives for one
 * compilation.
 */
final class ListenerCompiler {
    record Listeners(Map<String, HttpListener> http, Map<String, TcpListener> tcp) {}

    private final ProxyConfig config;
    private final Optional<Snapshot> previous;
    private final RouteChanges changes;
    private final ProblemLog problems;
    private final PlanCompiler plans;
    private final ForwardedHeaders forwarding;
    private final TracePolicy tracing;
    private final boolean isSameOrder;

    ListenerCompiler(ProxyConfig config, Optional<Snapshot> previous, RouteChanges changes, ProblemLog problems) {
        this.config = config;
        this.previous = previous;
        this.changes = changes;
        this.problems = problems;
        plans = new PlanCompiler(previous, problems);
        forwarding = previous.filter(before -> before.config().forwarding().equals(config.forwarding()))
                .flatMap(before -> before.httpListeners().values().stream().findFirst())
                .map(HttpListener::forwarding)
                .orElseGet(() -> ForwardedHeaders.compile(config.forwarding(), "forwarding", problems::error));
        tracing = TracePolicy.of(config.tracing());
        isSameOrder = previous.filter(before -> before.config().routing().equals(config.routing()))
                .isPresent();
    }

    /** tcp where it asks for a server name, http otherwise. */
    static Protocol kindOf(RouteConfig route) {
        return route.match().sni().isEmpty() ? Protocol.HTTP : Protocol.TCP;
    }

    /** A route is served by the listeners that it names, or by all of its kind that don't send everything elsewhere. */
    static boolean serves(String name, ListenerConfig listener, RouteConfig route) {
        return route.listeners().isEmpty()
                ? kindOf(route) == listener.protocol()
                        && listener.redirectToHttps().isEmpty()
                : route.listeners().contains(name);
    }

    /** Whether TLS to the names that a route asks for is passed on by an http listener, which ends all other TLS itself. */
    static boolean passesOn(ListenerConfig listener, RouteConfig route) {
        return listener.protocol() == Protocol.HTTP && listener.tls().isPresent() && kindOf(route) == Protocol.TCP;
    }

    /** Whether a route that the listener serves is one of connections there, and not of requests. */
    static boolean isOfConnections(ListenerConfig listener, RouteConfig route) {
        return listener.protocol() == Protocol.TCP || passesOn(listener, route);
    }

    Listeners compile() {
        Map<String, HttpListener> http = new LinkedHashMap<>();
        Map<String, TcpListener> tcp = new LinkedHashMap<>();
        config.listeners().forEach((name, listener) -> {
            switch (listener.protocol()) {
                case HTTP -> {
                    http.put(name, http(name, listener));
                    TcpListener passing = tcp(name, listener);
                    if (passing.routes().size() > 0) {
                        tcp.put(name, passing);
                    }
                }
                case TCP -> tcp.put(name, tcp(name, listener));
            }
        });
        tellFaultsOfUnserved();
        return new Listeners(Collections.unmodifiableMap(http), Collections.unmodifiableMap(tcp));
    }

    private HttpListener http(String name, ListenerConfig listener) {
        Optional<HttpListener> before = previous.map(Snapshot::httpListeners).map(all -> all.get(name));
        // why by TLS: it decides which routes with names are of requests.
        Optional<RouteTable<RoutePlan>> kept = before.filter(_ -> isSameOrder)
                .filter(it -> it.config().redirectToHttps().equals(listener.redirectToHttps()))
                .filter(it -> it.config().tls().isPresent() == listener.tls().isPresent())
                .map(HttpListener::routes);
        Predicate<RouteConfig> isServed = route -> serves(name, listener, route) && !isOfConnections(listener, route);
        List<RouteSpec<RoutePlan>> added = new ArrayList<>();
        if (kept.isEmpty()) {
            listener.redirectToHttps().ifPresent(port -> added.add(toHttps(port)));
        }
        for (RouteSpec<RouteConfig> spec : toPut(isServed, kept.isPresent())) {
            added.add(withPlan(spec, plans.compile(spec.name(), spec.config())));
        }
        List<String> gone = kept.map(table -> gone(isServed, table::plan)).orElse(List.of());
        RouteTable<RoutePlan> table =
                kept.orElseGet(() -> RouteTable.empty(config.routing().order()));
        if (!added.isEmpty() || !gone.isEmpty()) {
            table = built(table.updated(gone, added), table);
        }
        HttpListener compiled = new HttpListener(name, listener, forwarding, tracing, table);
        return before.filter(compiled::equals).orElse(compiled);
    }

    /** why last of all: with routing.order: declared nothing else tells which goes first. */
    private RouteSpec<RoutePlan> toHttps(int port) {
        RouteConfig route = HttpsRedirect.to(port);
        String name = HttpsRedirect.name(port);
        return new RouteSpec<>(name, Integer.MAX_VALUE, route, plans.compile(name, route));
    }

    private TcpListener tcp(String name, ListenerConfig listener) {
        Optional<TcpListener> before = previous.map(Snapshot::tcpListeners).map(all -> all.get(name));
        Optional<TcpRouteTable<Destination>> kept =
                before.filter(_ -> isSameOrder).map(TcpListener::routes);
        Predicate<RouteConfig> isServed = route -> serves(name, listener, route) && isOfConnections(listener, route);
        List<RouteSpec<Destination>> added = new ArrayList<>();
        List<RouteSpec<RouteConfig>> own = toPut(isServed, kept.isPresent());
        for (RouteSpec<RouteConfig> spec : own) {
            plans.destination(spec.config()).ifPresent(destination -> added.add(withPlan(spec, destination)));
        }
        List<String> gone = kept.map(table -> gone(isServed, table::plan)).orElse(List.of());
        TcpRouteTable<Destination> table =
                kept.orElseGet(() -> TcpRouteTable.empty(config.routing().order()));
        if (!added.isEmpty() || !gone.isEmpty()) {
            table = built(table.updated(gone, added), table);
        }
        boolean isTcp = listener.protocol() == Protocol.TCP;
        if (isTcp && table.size() == 0 && own.isEmpty() && listener.upstream().isEmpty()) {
            problems.error(
                    new ElementId(Section.LISTENERS, name), "leads nowhere; write its upstream, or a route for it");
        }
        TcpListener compiled =
                new TcpListener(name, listener, table, listener.upstream().map(Destination::to));
        return before.filter(compiled::equals).orElse(compiled);
    }

    /** What a listener's table does not have yet, or not like that. */
    private List<RouteSpec<RouteConfig>> toPut(Predicate<RouteConfig> isServed, boolean isKept) {
        Stream<RouteSpec<RouteConfig>> candidates = isKept
                ? Stream.concat(changes.changed().stream(), changes.moved().stream())
                : RouteChanges.all(config).stream();
        return candidates.filter(spec -> isServed.test(spec.config())).toList();
    }

    /** What a listener's table has but no longer serves. */
    private List<String> gone(Predicate<RouteConfig> isServed, Function<String, Optional<?>> present) {
        Stream<String> left = changes.changed().stream()
                .filter(spec -> !isServed.test(spec.config()))
                .map(RouteSpec::name);
        return Stream.concat(changes.removed().stream(), left)
                .filter(route -> present.apply(route).isPresent())
                .toList();
    }

    private static <T> RouteSpec<T> withPlan(RouteSpec<RouteConfig> spec, T plan) {
        return new RouteSpec<>(spec.name(), spec.declaredAt(), spec.config(), plan);
    }

    /** Where a table is rejected, that is told, and nothing comes of the compilation. */
    private <T> T built(TableBuild<T> build, T otherwise) {
        return switch (build) {
            case TableBuild.Built<T> built -> built.table();
            case TableBuild.Rejected<T> rejected -> {
                rejected.faults().forEach(this::tell);
                yield otherwise;
            }
        };
    }

    private void tell(RouteFault fault) {
        String elsewhere = fault.other()
                .map(other -> new ElementId(Section.ROUTES, other))
                .map(id -> "; the other is at " + problems.placeOf(id, id.path()))
                .orElse("");
        problems.error(new ElementId(Section.ROUTES, fault.route()), fault.path(), fault.message() + elsewhere);
    }

    /** why: a route whose listener does not exist may have other faults too, and all are told at once. */
    private void tellFaultsOfUnserved() {
        for (RouteSpec<RouteConfig> spec : changes.changed()) {
            boolean isServed = config.listeners().entrySet().stream()
                    .anyMatch(each -> serves(each.getKey(), each.getValue(), spec.config()));
            if (!isServed && kindOf(spec.config()) == Protocol.HTTP) {
                RoutePlan plan = plans.compile(spec.name(), spec.config());
                RouteTable<RoutePlan> nothing =
                        RouteTable.empty(config.routing().order());
                built(nothing.updated(List.of(), List.of(withPlan(spec, plan))), nothing);
            }
        }
    }
}
