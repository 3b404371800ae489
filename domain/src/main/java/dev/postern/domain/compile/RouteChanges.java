package dev.postern.domain.compile;

import dev.postern.domain.config.ProxyConfig;
import dev.postern.domain.config.RouteConfig;
import dev.postern.domain.config.RoutingConfig.Order;
import dev.postern.domain.routing.RouteSpec;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * In which routes one configuration differs from another. Found in one walk that compares objects before their content.
 * The plan of each spec is its own configuration.
 *
 * @param changed new ones and those that say something else than before
 * @param moved the same as before but at another place in the order of writing, where that order decides
 * @param removed names
 */
record RouteChanges(List<RouteSpec<RouteConfig>> changed, List<RouteSpec<RouteConfig>> moved, List<String> removed) {

    static RouteChanges of(Optional<ProxyConfig> before, ProxyConfig now) {
        return between(
                before.map(ProxyConfig::routes).orElse(Map.of()),
                now.routes(),
                now.routing().order());
    }

    private static RouteChanges between(Map<String, RouteConfig> before, Map<String, RouteConfig> now, Order order) {
        List<RouteSpec<RouteConfig>> changed = new ArrayList<>();
        List<RouteSpec<RouteConfig>> moved = new ArrayList<>();
        Iterator<Map.Entry<String, RouteConfig>> inStep = before.entrySet().iterator();
        int at = 0;
        int known = 0;
        for (Map.Entry<String, RouteConfig> route : now.entrySet()) {
            Map.Entry<String, RouteConfig> opposite = inStep.hasNext() ? inStep.next() : route;
            boolean isInPlace = at < before.size() && opposite.getKey().equals(route.getKey());
            RouteConfig former = isInPlace ? opposite.getValue() : before.get(route.getKey());
            known += former == null ? 0 : 1;
            if (!route.getValue().equals(former)) {
                changed.add(spec(route, at));
            } else if (!isInPlace && order == Order.DECLARED) {
                moved.add(spec(route, at));
            }
            at++;
        }
        List<String> removed = known == before.size()
                ? List.of()
                : before.keySet().stream()
                        .filter(name -> !now.containsKey(name))
                        .toList();
        return new RouteChanges(changed, moved, removed);
    }

    /** Every route of a configuration. */
    static List<RouteSpec<RouteConfig>> all(ProxyConfig config) {
        List<RouteSpec<RouteConfig>> all = new ArrayList<>(config.routes().size());
        for (Map.Entry<String, RouteConfig> route : config.routes().entrySet()) {
            all.add(spec(route, all.size()));
        }
        return all;
    }

    private static RouteSpec<RouteConfig> spec(Map.Entry<String, RouteConfig> route, int declaredAt) {
        return new RouteSpec<>(route.getKey(), declaredAt, route.getValue(), route.getValue());
    }
}
