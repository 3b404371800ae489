package dev.postern.domain.compile;

import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.ListenerConfig;
import dev.postern.domain.config.ProxyConfig;
import dev.postern.domain.config.RouteConfig;
import dev.postern.domain.config.Section;
import dev.postern.domain.config.UpstreamTlsConfig;
import dev.postern.domain.routing.RouteFault;
import dev.postern.domain.routing.RouteLint;
import dev.postern.domain.routing.RouteSpec;
import dev.postern.domain.snapshot.HttpListener;
import dev.postern.domain.upstream.Endpoint;
import dev.postern.domain.upstream.Upstream;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells what is allowed but hardly meant in a configuration without errors. Lives for one compilation. */
final class Warnings {
    private static final Set<String> EVERYWHERE = Set.of("", "0.0.0.0", "::");
    /** why: more are a new configuration rather than a change, and are better checked before they go live. */
    private static final int MOST_CHANGES = 500;

    private final ProxyConfig config;
    private final ProblemLog problems;

    Warnings(ProxyConfig config, ProblemLog problems) {
        this.config = config;
        this.problems = problems;
    }

    void ofRoutes(Collection<HttpListener> listeners, RouteChanges changes, Thoroughness thoroughness) {
        switch (thoroughness) {
            case EVERYTHING ->
                listeners.forEach(listener -> tell(RouteLint.check(listener.routes(), listener.config())));
            case CHANGES -> {
                List<String> names =
                        changes.changed().stream().map(RouteSpec::name).toList();
                if (names.size() <= MOST_CHANGES) {
                    listeners.forEach(listener -> tell(RouteLint.check(listener.routes(), listener.config(), names)));
                }
            }
        }
    }

    private void tell(List<RouteFault> faults) {
        faults.forEach(
                fault -> problems.warning(new ElementId(Section.ROUTES, fault.route()), fault.path(), fault.message()));
    }

    /** What is written but leads nowhere because nothing leads to it, and what leads back to ourselves. */
    void ofReferences(Map<String, Upstream> upstreams) {
        Map<String, String> users = users();
        config.upstreams().keySet().forEach(name -> {
            if (!users.containsKey(name)) {
                unused(new ElementId(Section.UPSTREAMS, name), "no route or listener leads to it");
            }
        });
        Set<String> certificates = usedCertificates();
        config.certificates().keySet().forEach(name -> {
            if (!certificates.contains(name)) {
                unused(new ElementId(Section.CERTIFICATES, name), "no listener or upstream uses it");
            }
        });
        upstreams.forEach((name, upstream) -> {
            String user = users.get(name);
            if (user != null) {
                upstream.endpoints().forEach(endpoint -> ownAddress(upstream, endpoint, user));
            }
        });
    }

    private void unused(ElementId id, String message) {
        problems.warning(id, id.path(), message);
    }

    /** One of those that lead to each upstream. */
    private Map<String, String> users() {
        Map<String, String> users = new HashMap<>();
        config.listeners()
                .forEach((name, listener) ->
                        listener.upstream().ifPresent(upstream -> users.putIfAbsent(upstream, "listener " + name)));
        for (Map.Entry<String, RouteConfig> route : config.routes().entrySet()) {
            route.getValue().upstream().ifPresent(upstream -> lead(users, upstream, route.getKey()));
            route.getValue().split().keySet().forEach(upstream -> lead(users, upstream, route.getKey()));
        }
        return users;
    }

    private static void lead(Map<String, String> users, String upstream, String route) {
        if (!users.containsKey(upstream)) {
            users.put(upstream, "route " + route);
        }
    }

    private Set<String> usedCertificates() {
        Set<String> used = new HashSet<>();
        config.listeners()
                .values()
                .forEach(listener -> listener.tls()
                        .ifPresent(tls -> used.addAll(
                                tls.certificates().isEmpty()
                                        ? config.certificates().keySet()
                                        : tls.certificates())));
        config.upstreams()
                .values()
                .forEach(upstream ->
                        upstream.tls().flatMap(UpstreamTlsConfig::certificate).ifPresent(used::add));
        return used;
    }

    private void ownAddress(Upstream upstream, Endpoint endpoint, String user) {
        config.listeners().forEach((name, listener) -> {
            if (isReachedBy(listener, endpoint)) {
                ElementId id = new ElementId(Section.UPSTREAMS, upstream.name());
                problems.warning(
                        id,
                        id.path() + keyOf(upstream, endpoint),
                        endpoint.address() + " is our own listener " + name + ": what " + user
                                + " sends there comes in again");
            }
        });
    }

    private static boolean isReachedBy(ListenerConfig listener, Endpoint endpoint) {
        String host = endpoint.address().host();
        String bound = listener.address().host();
        boolean isSamePort = endpoint.address().port() == listener.address().port();
        boolean isHere = host.equals(bound) || (EVERYWHERE.contains(bound) && isLoopback(host));
        return isSamePort && (isHere || (host.equals("localhost") && isLoopback(bound)));
    }

    // why: other names of this machine are not known here, where nothing is looked up.
    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("::1") || host.startsWith("127.") || EVERYWHERE.contains(host);
    }

    private static String keyOf(Upstream upstream, Endpoint endpoint) {
        for (int i = 0; i < upstream.config().endpoints().size(); i++) {
            if (upstream.config().endpoints().get(i).address().equals(endpoint.address())) {
                return ".endpoints[" + i + "]";
            }
        }
        return ".discover";
    }
}
