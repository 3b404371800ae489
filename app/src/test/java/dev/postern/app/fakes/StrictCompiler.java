package dev.postern.app.fakes;

import dev.postern.domain.compile.Compilation;
import dev.postern.domain.compile.CompileInput;
import dev.postern.domain.config.ChangesConfig;
import dev.postern.domain.config.Element;
import dev.postern.domain.config.EndpointConfig;
import dev.postern.domain.config.ForwardingConfig;
import dev.postern.domain.config.ListenerConfig;
import dev.postern.domain.config.LogConfig;
import dev.postern.domain.config.OverloadConfig;
import dev.postern.domain.config.Place;
import dev.postern.domain.config.Problem;
import dev.postern.domain.config.ProxyConfig;
import dev.postern.domain.config.RouteConfig;
import dev.postern.domain.config.RoutingConfig;
import dev.postern.domain.config.Section;
import dev.postern.domain.config.ShutdownConfig;
import dev.postern.domain.config.TlsConfig;
import dev.postern.domain.config.UpstreamConfig;
import dev.postern.domain.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Wants a listener, no dangling upstream, and no route called forbidden, which it blames on no element. Discovered
 * endpoints show in the snapshot's upstreams.
 */
public final class StrictCompiler implements Function<CompileInput, Compilation> {
    private int compiled;

    public int compiled() {
        return compiled;
    }

    @Override
    public Compilation apply(CompileInput input) {
        compiled++;
        List<Problem> problems = new ArrayList<>();
        Map<String, UpstreamConfig> upstreams = named(input, Section.UPSTREAMS, UpstreamConfig.class);
        for (Element element : input.elements()) {
            if (element.value() instanceof RouteConfig route) {
                route.upstream().filter(name -> !upstreams.containsKey(name)).ifPresent(name -> {
                    String path = element.id().path() + ".upstream";
                    problems.add(Problem.error(element.placeOf(path), path, "no upstream " + name));
                });
            }
        }
        Map<String, ListenerConfig> listeners = named(input, Section.LISTENERS, ListenerConfig.class);
        if (listeners.isEmpty()) {
            problems.add(Problem.error(Place.whole("listeners"), "listeners", "there is none"));
        }
        if (named(input, Section.ROUTES, RouteConfig.class).containsKey("forbidden")) {
            problems.add(Problem.error(Place.whole("routes"), "routes", "something is wrong with them"));
        }
        if (!problems.isEmpty()) {
            return new Compilation.Rejected(problems);
        }
        upstreams.replaceAll(
                (name, upstream) -> with(upstream, input.discovered().getOrDefault(name, List.of())));
        long version = input.previous().map(Snapshot::version).orElse(0L) + 1;
        return new Compilation.Compiled(
                new Snapshot(version, config(input, listeners, upstreams), Map.of(), Map.of(), Map.of()), List.of());
    }

    private static UpstreamConfig with(UpstreamConfig upstream, List<EndpointConfig> discovered) {
        List<EndpointConfig> all = new ArrayList<>(upstream.endpoints());
        all.addAll(discovered);
        return Samples.upstream(all, upstream.discover());
    }

    private static ProxyConfig config(
            CompileInput input, Map<String, ListenerConfig> listeners, Map<String, UpstreamConfig> upstreams) {
        return new ProxyConfig(
                listeners,
                named(input, Section.ROUTES, RouteConfig.class),
                upstreams,
                Map.of(),
                single(input, ForwardingConfig.class),
                single(input, TlsConfig.class),
                Optional.empty(),
                single(input, LogConfig.class),
                Optional.empty(),
                single(input, ShutdownConfig.class),
                single(input, RoutingConfig.class),
                single(input, ChangesConfig.class),
                single(input, OverloadConfig.class));
    }

    private static <T extends Record> Map<String, T> named(CompileInput input, Section section, Class<T> type) {
        Map<String, T> named = new LinkedHashMap<>();
        for (Element element : input.elements()) {
            if (element.id().section() == section
                    && named.put(element.id().name(), type.cast(element.value())) != null) {
                throw new IllegalArgumentException("the same element twice: " + element.id());
            }
        }
        return named;
    }

    private static <T extends Record> T single(CompileInput input, Class<T> type) {
        return input.elements().stream()
                .map(Element::value)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }
}
