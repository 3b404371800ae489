package dev.postern.app.service;

import dev.postern.domain.config.Element;
import dev.postern.domain.config.Place;
import dev.postern.domain.config.Problem;
import dev.postern.domain.config.Spellings;
import dev.postern.domain.config.UpstreamConfig;
import dev.postern.ports.discovery.EndpointDiscovery;
import dev.postern.ports.discovery.ServiceRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The kinds of discovery by their key in {@code discover}, each made when it is first used. One thread at a time. */
public final class Discoveries implements AutoCloseable {
    private final Map<String, Supplier<EndpointDiscovery>> byKey;
    private final Map<String, EndpointDiscovery> made = new HashMap<>();

    public Discoveries(Map<String, Supplier<EndpointDiscovery>> byKey) {
        this.byKey = new TreeMap<>(byKey);
    }

    /** What is wrong with the {@code discover} of upstreams among these elements. */
    List<Problem> check(List<Element> elements) {
        List<Problem> problems = new ArrayList<>();
        for (Element element : elements) {
            if (element.value() instanceof UpstreamConfig upstream) {
                upstream.discover().forEach((key, options) -> check(element, key, options, problems));
            }
        }
        return problems;
    }

    private void check(Element element, String key, Map<String, List<String>> options, List<Problem> problems) {
        String path = element.id().path() + ".discover." + key;
        Place place = element.placeOf(path);
        find(key)
                .ifPresentOrElse(
                        discovery -> discovery.check(new ServiceRef(element.id().name(), options)).stream()
                                .map(line -> Problem.error(place, path, line))
                                .forEach(problems::add),
                        () -> problems.add(Problem.error(place, path, unknown(key))));
    }

    private String unknown(String key) {
        String known = byKey.isEmpty() ? "none" : String.join(", ", byKey.keySet());
        String hint = Spellings.nearest(key, byKey.keySet())
                .map(word -> "; did you mean " + word + "?")
                .orElse("");
        return "no discovery of this name; known: " + known + hint;
    }

    boolean knows(String key) {
        return byKey.containsKey(key);
    }

    Optional<EndpointDiscovery> find(String key) {
        Supplier<EndpointDiscovery> maker = byKey.get(key);
        return maker == null ? Optional.empty() : Optional.of(made.computeIfAbsent(key, k -> maker.get()));
    }

    @Override
    public void close() {
        made.values().forEach(EndpointDiscovery::close);
        made.clear();
    }
}
