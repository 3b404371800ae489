package dev.postern.domain.routing;

import dev.postern.domain.config.RoutingConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What becomes of a table when some routes go and others come: the next registry, and for each host what comes and goes
 * there. Changes are brought together so that whatever they touch is made anew once, however many they are.
 *
 * @param faults where there are any, the edit is of no use
 */
record TableEdit<T>(RouteRegistry<T> registry, Map<HostPattern, List<RouteChange<T>>> byHost, List<RouteFault> faults) {

    static <T> TableEdit<T> of(
            RouteRegistry<T> registry,
            RoutingConfig.Order order,
            Collection<String> removed,
            Collection<RouteSpec<T>> added,
            Function<RouteCompiler<T>, Optional<CompiledRoute<T>>> kind) {
        List<RouteFault> faults = new ArrayList<>();
        Comparator<RouteSpec<T>> asWritten = Comparator.comparingInt(RouteSpec::declaredAt);
        List<CompiledRoute<T>> compiled = new ArrayList<>(added.size());
        for (RouteSpec<T> spec :
                added.stream().sorted(asWritten.thenComparing(RouteSpec::name)).toList()) {
            kind.apply(new RouteCompiler<>(spec, order, faults)).ifPresent(compiled::add);
        }
        List<CompiledRoute<T>> gone = present(registry, removed, added);
        RouteRegistry<T> changed = registry.without(gone).with(compiled, faults);
        Map<HostPattern, List<RouteChange<T>>> byHost = new LinkedHashMap<>();
        gone.forEach(route -> sort(RouteChange.out(route), byHost));
        compiled.forEach(route -> sort(RouteChange.in(route), byHost));
        return new TableEdit<>(changed, byHost, List.copyOf(faults));
    }

    /** Routes that go, and former versions of those that come. */
    private static <T> List<CompiledRoute<T>> present(
            RouteRegistry<T> registry, Collection<String> removed, Collection<RouteSpec<T>> added) {
        if (registry.size() == 0) {
            return List.of();
        }
        Set<String> names = new LinkedHashSet<>(removed);
        added.forEach(spec -> names.add(spec.name()));
        List<CompiledRoute<T>> present = new ArrayList<>();
        for (String name : names) {
            CompiledRoute<T> route = registry.get(name);
            if (route != null) {
                present.add(route);
            }
        }
        return present;
    }

    private static <T> void sort(RouteChange<T> change, Map<HostPattern, List<RouteChange<T>>> byHost) {
        for (HostPattern host : change.route().hosts()) {
            byHost.computeIfAbsent(host, _ -> new ArrayList<>()).add(change);
        }
    }
}
