package dev.postern.domain.compile;

import dev.postern.domain.config.Address;
import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.ListenerConfig;
import dev.postern.domain.config.ListenerTlsConfig;
import dev.postern.domain.config.ProxyConfig;
import dev.postern.domain.config.RouteConfig;
import dev.postern.domain.config.Section;
import dev.postern.domain.config.Spellings;
import dev.postern.domain.config.UpstreamConfig;
import dev.postern.domain.config.UpstreamTlsConfig;
import dev.postern.domain.routing.RouteSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks what one element says of another: names that lead nowhere, kinds that don't fit, addresses taken twice. */
final class References {
    /** why: each is looked for among all names, and one upstream that is gone can leave thousands of routes dangling. */
    private static final int MOST_HINTS = 100;

    private final ProxyConfig config;
    private final ProblemLog problems;
    private final Map<ElementId, String> hints = new HashMap<>();

    References(ProxyConfig config, ProblemLog problems) {
        this.config = config;
        this.problems = problems;
    }

    /** @param routes those whose references have not been checked yet */
    void check(List<RouteSpec<RouteConfig>> routes) {
        if (config.listeners().isEmpty()) {
            problems.error("listeners", "there is no listener; write at least one, like web: { address: \":8080\" }");
        }
        Map<Address, String> byAddress = new HashMap<>();
        config.listeners().forEach((name, listener) -> {
            listener(new ElementId(Section.LISTENERS, name), listener);
            String other = listener.address().port() == 0 ? null : byAddress.putIfAbsent(listener.address(), name);
            if (other != null) {
                ElementId id = new ElementId(Section.LISTENERS, name);
                problems.error(
                        id,
                        id.path() + ".address",
                        listener.address() + " is the address of listener " + other + " as well");
            }
        });
        config.upstreams()
                .forEach((name, upstream) -> upstream.tls()
                        .flatMap(UpstreamTlsConfig::certificate)
                        .ifPresent(certificate -> refer(
                                new ElementId(Section.UPSTREAMS, name),
                                "tls.certificate",
                                Section.CERTIFICATES,
                                certificate)));
        routes.forEach(route -> route(new ElementId(Section.ROUTES, route.name()), route.config()));
        Set<String> unchecked = routes.stream().map(RouteSpec::name).collect(Collectors.toSet());
        config.upstreams().forEach((name, upstream) -> {
            if (upstream.proxyProtocol() != UpstreamConfig.ProxyProtocol.OFF) {
                sharedConnections(name, unchecked);
            }
        });
    }

    /** The connections of http routes carry requests of many clients, and a PROXY header names one. */
    private void sharedConnections(String upstream, Set<String> unchecked) {
        config.routes().forEach((name, route) -> {
            boolean leadsThere = route.upstream().filter(upstream::equals).isPresent()
                    || route.split().containsKey(upstream);
            boolean isHttp = config.listeners().entrySet().stream()
                    .anyMatch(each -> each.getValue().protocol() == ListenerConfig.Protocol.HTTP
                            && !ListenerCompiler.passesOn(each.getValue(), route)
                            && ListenerCompiler.serves(each.getKey(), each.getValue(), route));
            if (leadsThere && isHttp) {
                // why: whichever of the two is new is at fault, so that the other one stays in force.
                boolean isNew = unchecked.contains(name);
                ElementId id = isNew ? new ElementId(Section.ROUTES, name) : new ElementId(Section.UPSTREAMS, upstream);
                problems.error(
                        id,
                        id.path() + (isNew ? (route.split().isEmpty() ? ".upstream" : ".split") : ".proxyProtocol"),
                        "proxyProtocol of upstream " + upstream + " is for tcp, and route " + name
                                + " is http: its requests share connections; the client is in X-Forwarded-For");
            }
        });
    }

    private void listener(ElementId id, ListenerConfig listener) {
        boolean isHttp = listener.protocol() == ListenerConfig.Protocol.HTTP;
        if (listener.proxyProtocol() != ListenerConfig.ProxyProtocol.OFF
                && !listener.address().isUnix()
                && config.forwarding().trustedProxies().isEmpty()) {
            problems.error(
                    id,
                    id.path() + ".proxyProtocol",
                    "nobody may send a PROXY header; write who does into forwarding.trustedProxies");
        }
        if (!isHttp && problems.isWritten(id.path() + ".http")) {
            problems.error(id, id.path() + ".http", "is for protocol http; this listener speaks tcp");
        }
        if (isHttp && problems.isWritten(id.path() + ".tcp")) {
            problems.error(id, id.path() + ".tcp", "is for protocol tcp; this listener speaks http");
        }
        listener.upstream().ifPresent(upstream -> {
            if (isHttp) {
                problems.error(id, id.path() + ".upstream", "is for protocol tcp; with http, write a route");
            }
            refer(id, "upstream", Section.UPSTREAMS, upstream);
        });
        List<String> certificates =
                listener.tls().map(ListenerTlsConfig::certificates).orElse(List.of());
        for (int i = 0; i < certificates.size(); i++) {
            refer(id, "tls.certificates[" + i + "]", Section.CERTIFICATES, certificates.get(i));
        }
    }

    private void route(ElementId id, RouteConfig route) {
        for (int i = 0; i < route.listeners().size(); i++) {
            refer(
                    id,
                    "listeners[" + i + "]",
                    Section.LISTENERS,
                    route.listeners().get(i));
        }
        route.upstream().ifPresent(upstream -> refer(id, "upstream", Section.UPSTREAMS, upstream));
        route.split().keySet().forEach(upstream -> refer(id, "split." + upstream, Section.UPSTREAMS, upstream));
        List<String> actions = actions(route);
        if (actions.isEmpty()) {
            problems.error(id, "does nothing; expected one of upstream, split, respond, redirect and deny");
        } else if (actions.size() > 1) {
            problems.error(id, "has " + String.join(" and ", actions) + "; expected exactly one of them");
        }
        if (actions.size() == 1 && route.upstream().isEmpty() && route.split().isEmpty()) {
            forwardingKeys(route)
                    .forEach(key -> problems.error(
                            id,
                            id.path() + "." + key,
                            "is for what is forwarded; this route has " + actions.getFirst()));
        }
        split(id, route.split());
        kind(id, route);
    }

    private static List<String> actions(RouteConfig route) {
        List<String> actions = new ArrayList<>();
        route.upstream().ifPresent(_ -> actions.add("upstream"));
        if (!route.split().isEmpty()) {
            actions.add("split");
        }
        route.respond().ifPresent(_ -> actions.add("respond"));
        route.redirect().ifPresent(_ -> actions.add("redirect"));
        route.deny().ifPresent(_ -> actions.add("deny"));
        return actions;
    }

    /** What is said of the request to an upstream is nothing to a route that answers by itself. */
    private static List<String> forwardingKeys(RouteConfig route) {
        List<String> keys = new ArrayList<>();
        route.rewrite().ifPresent(_ -> keys.add("rewrite"));
        route.retry().ifPresent(_ -> keys.add("retry"));
        route.timeouts().ifPresent(_ -> keys.add("timeouts"));
        return keys;
    }

    private void split(ElementId id, Map<String, Integer> split) {
        long sum = 0;
        for (Map.Entry<String, Integer> each : split.entrySet()) {
            if (each.getValue() < 0) {
                problems.error(
                        id, id.path() + ".split." + each.getKey(), "found " + each.getValue() + ", expected 0 or more");
            }
            sum += Math.max(0, each.getValue());
        }
        if (sum == 0 && !split.isEmpty()) {
            problems.error(id, id.path() + ".split", "all weights are 0; nothing would be forwarded");
        }
    }

    /** What a route asks for by its kind must be there, and what is for http alone is nothing to a tcp listener. */
    private void kind(ElementId id, RouteConfig route) {
        boolean isServed = config.listeners().entrySet().stream()
                .anyMatch(each -> ListenerCompiler.serves(each.getKey(), each.getValue(), route));
        if (route.listeners().isEmpty() && !isServed && !config.listeners().isEmpty()) {
            String kind = ListenerCompiler.kindOf(route) == ListenerConfig.Protocol.HTTP ? "http" : "tcp";
            problems.error(
                    id,
                    "there is no " + kind + " listener for it; name its listeners, or write one of protocol " + kind);
        }
        config.listeners().forEach((name, listener) -> {
            if (ListenerCompiler.isOfConnections(listener, route) && ListenerCompiler.serves(name, listener, route)) {
                String words = listener.protocol() == ListenerConfig.Protocol.TCP
                        ? "is for http; the route is one of tcp listener " + name
                        : "is for http; the route passes on what asks listener " + name + " for its names";
                httpOnlyKeys(route).forEach(key -> problems.error(id, id.path() + "." + key, words));
            }
        });
    }

    private static List<String> httpOnlyKeys(RouteConfig route) {
        List<String> keys = new ArrayList<>();
        route.respond().ifPresent(_ -> keys.add("respond"));
        route.redirect().ifPresent(_ -> keys.add("redirect"));
        route.deny().ifPresent(_ -> keys.add("deny"));
        route.rewrite().ifPresent(_ -> keys.add("rewrite"));
        if (!PlanCompiler.isNothing(route.requestHeaders())) {
            keys.add("requestHeaders");
        }
        if (!PlanCompiler.isNothing(route.responseHeaders())) {
            keys.add("responseHeaders");
        }
        route.timeout().ifPresent(_ -> keys.add("timeout"));
        route.retry().ifPresent(_ -> keys.add("retry"));
        route.timeouts().ifPresent(_ -> keys.add("timeouts"));
        route.maxBodySize().ifPresent(_ -> keys.add("maxBodySize"));
        return keys;
    }

    private void refer(ElementId from, String key, Section section, String name) {
        Set<String> known = switch (section) {
            case LISTENERS -> config.listeners().keySet();
            case UPSTREAMS -> config.upstreams().keySet();
            default -> config.certificates().keySet();
        };
        if (!known.contains(name)) {
            String word = section.key().substring(0, section.key().length() - 1);
            problems.error(
                    from,
                    from.path() + "." + key,
                    "there is no " + word + " " + name + hint(new ElementId(section, name), known));
        }
    }

    private String hint(ElementId dangling, Set<String> known) {
        if (!hints.containsKey(dangling) && hints.size() == MOST_HINTS) {
            return "";
        }
        return hints.computeIfAbsent(
                dangling,
                _ -> Spellings.nearest(dangling.name(), known)
                        .map(near -> "; did you mean " + near + "?")
                        .orElse(""));
    }
}
