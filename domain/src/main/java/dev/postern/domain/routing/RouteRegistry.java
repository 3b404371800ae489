package dev.postern.domain.routing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
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

    RouteRegistry<T> without(CompiledRoute<T> route) {
        return new RouteRegistry<>(
                byName.without(bytes(route.name())), bySignature.without(bytes(route.signature())), size - 1);
    }

    /** Puts the route in, unless it and one that is there could not be told apart: then that is a fault. */
    RouteRegistry<T> with(CompiledRoute<T> route, List<RouteFault> faults) {
        if (get(route.name()) != null) {
            throw new IllegalArgumentException("two routes named " + route.name());
        }
        CompiledRoute<T> twin = bySignature.get(bytes(route.signature()));
        if (twin != null) {
            faults.add(new RouteFault(
                    route.name(),
                    route.spec().path(),
                    "no request could tell it from route '" + twin.name()
                            + "': same hosts, path and conditions; expected a difference, or another priority",
                    Optional.of(twin.name())));
            return this;
        }
        return new RouteRegistry<>(
                byName.with(bytes(route.name()), route), bySignature.with(bytes(route.signature()), route), size + 1);
    }

    void forEach(Consumer<? super CompiledRoute<T>> action) {
        byName.forEach(action);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
