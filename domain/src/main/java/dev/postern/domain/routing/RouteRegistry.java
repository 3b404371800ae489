package dev.postern.domain.routing;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The routes of a table by name and by what they match, so that a second one for the same requests is noticed. */
record RouteRegistry<T>(ByteMap<CompiledRoute<T>> byName, ByteMap<CompiledRoute<T>> bySignature, int size) {

    static <T> RouteRegistry<T> empty() {
        return new RouteRegistry<>(ByteMap.empty(), ByteMap.empty(), 0);
    }

    @Nullable
    CompiledRoute<T> get(String name) {
        return byName.get(bytes(name));
    }

    RouteRegistry<T> without(List<CompiledRoute<T>> routes) {
        ByteMap<CompiledRoute<T>> names = byName;
        ByteMap<CompiledRoute<T>> signatures = bySignature;
        for (CompiledRoute<T> route : routes) {
            names = names.without(bytes(route.name()));
            signatures = signatures.without(bytes(route.signature()));
        }
        return new RouteRegistry<>(names, signatures, size - routes.size());
    }

    /** Puts the routes in, but for those that can't be told apart from one that is there: that is a fault. */
    RouteRegistry<T> with(List<CompiledRoute<T>> routes, List<RouteFault> faults) {
        ByteMap.Edit<CompiledRoute<T>> names = byName.edit();
        ByteMap.Edit<CompiledRoute<T>> signatures = bySignature.edit();
        Set<String> added = HashSet.newHashSet(routes.size());
        Map<String, CompiledRoute<T>> twins = HashMap.newHashMap(routes.size());
        for (CompiledRoute<T> route : routes) {
            if (!added.add(route.name()) || get(route.name()) != null) {
                throw new IllegalArgumentException("two routes named " + route.name());
            }
            byte[] signature = bytes(route.signature());
            CompiledRoute<T> twin = twins.getOrDefault(route.signature(), bySignature.get(signature));
            if (twin == null) {
                twins.put(route.signature(), route);
                names.put(bytes(route.name()), route);
                signatures.put(signature, route);
            } else {
                added.remove(route.name());
                faults.add(new RouteFault(
                        route.name(),
                        route.spec().path(),
                        "no request could tell it from route '" + twin.name()
                                + "': same hosts, path and conditions; expected a difference, or another priority",
                        Optional.of(twin.name())));
            }
        }
        return new RouteRegistry<>(names.result(), signatures.result(), size + added.size());
    }

    void forEach(Consumer<? super CompiledRoute<T>> action) {
        byName.forEach(action);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
