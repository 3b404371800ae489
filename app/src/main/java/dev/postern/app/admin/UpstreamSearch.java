package dev.postern.app.admin;

import dev.postern.app.telemetry.Recent;
import dev.postern.app.telemetry.Tally;
import dev.postern.domain.upstream.Availability;
import dev.postern.domain.upstream.EndpointId;
import dev.postern.domain.upstream.Upstream;
import dev.postern.ports.traffic.EndpointHealth;
import dev.postern.ports.traffic.ProxyTransport;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Finds upstreams by what is asked of them, in the order that is asked for. */
final class UpstreamSearch {
    static final List<String> PARAMETERS = List.of("name", "q", "unwell", "sort");

    private static final int NOW_SECONDS = TrafficViews.NOW_SECONDS;

    private final ProxyTransport transport;
    private final Recent recent;

    UpstreamSearch(ProxyTransport transport, Recent recent) {
        this.transport = transport;
        this.recent = recent;
    }

    List<Upstream> find(Ask ask, Collection<Upstream> all) throws RefusedException {
        String name = ask.parameter("name").orElse("");
        String text = ask.parameter("q").orElse("").toLowerCase(Locale.ROOT);
        boolean isUnwellOnly = switch (ask.parameter("unwell").orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new RefusedException(400, "The query parameter 'unwell' is true or false.");
        };
        Map<EndpointId, EndpointHealth> health = isUnwellOnly ? transport.health() : Map.of();
        List<Upstream> found = all.stream()
                .filter(upstream -> upstream.name().contains(name) && has(upstream, text))
                .filter(upstream -> !isUnwellOnly || isUnwell(upstream, health))
                .toList();
        return sorted(found, ask.parameter("sort").orElse("written"));
    }

    private static boolean has(Upstream upstream, String text) {
        return upstream.name().toLowerCase(Locale.ROOT).contains(text)
                || upstream.endpoints().stream()
                        .anyMatch(endpoint -> endpoint.address().toString().contains(text));
    }

    private static boolean isUnwell(Upstream upstream, Map<EndpointId, EndpointHealth> health) {
        return upstream.endpoints().stream().anyMatch(endpoint -> {
            EndpointHealth held = health.get(endpoint.id());
            return held != null && !new Availability(held.state(), 0).isServing();
        });
    }

    private List<Upstream> sorted(List<Upstream> found, String order) throws RefusedException {
        return switch (order) {
            case "written" -> found;
            case "name" ->
                found.stream().sorted(Comparator.comparing(Upstream::name)).toList();
            case "rate" -> by(found, Tally::requests);
            case "errors" -> by(found, Tally::errors);
            case "p99" -> by(found, tally -> tally.quantileMillis(0.99));
            default ->
                throw new RefusedException(400, "The query parameter 'sort' is written, name, rate, errors or p99.");
        };
    }

    /** The highest first. */
    private List<Upstream> by(List<Upstream> found, ToDoubleFunction<Tally> figure) {
        Map<String, Double> figures = new HashMap<>();
        found.forEach(upstream ->
                figures.put(upstream.name(), figure.applyAsDouble(recent.upstreamSum(upstream.name(), NOW_SECONDS))));
        return found.stream()
                .sorted(Comparator.comparingDouble((Upstream upstream) -> -figures.getOrDefault(upstream.name(), 0.0)))
                .toList();
    }
}
