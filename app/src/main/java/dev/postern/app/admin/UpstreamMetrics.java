package dev.postern.app.admin;

import dev.postern.app.metrics.Figures;
import dev.postern.domain.upstream.AdaptiveLimit;
import dev.postern.domain.upstream.Availability;
import dev.postern.domain.upstream.Availability.State;
import dev.postern.ports.traffic.EndpointCounts;
import dev.postern.ports.traffic.UpstreamCounts;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;

/** The figures of upstreams and of their endpoints. */
final class UpstreamMetrics {
    private final Figures figures;
    private final List<UpstreamCounts> upstreams;
    private final EndpointShares shares;

    private UpstreamMetrics(Figures figures, List<UpstreamCounts> upstreams, EndpointShares shares) {
        this.figures = figures;
        this.upstreams = upstreams;
        this.shares = shares;
    }

    static void append(Figures figures, Collection<UpstreamCounts> upstreams, Collection<EndpointCounts> endpoints) {
        List<UpstreamCounts> ordered = upstreams.stream()
                .sorted(Comparator.comparing(UpstreamCounts::name))
                .toList();
        UpstreamMetrics metrics = new UpstreamMetrics(figures, ordered, EndpointShares.of(endpoints));
        metrics.endpoints();
        metrics.upstreams();
        metrics.adaptive();
    }

    private void endpoints() {
        Figures.Series attempts =
                figures.counter("postern_upstream_attempts_total", "Tries that were given to endpoints.");
        each(attempts, EndpointCounts::requests);
        folded(attempts, UpstreamCounts::attempts);
        Figures.Series failures = figures.counter("postern_endpoint_failures_total", "Attempts that failed.");
        each(failures, EndpointCounts::failures);
        folded(failures, UpstreamCounts::failures);
        Figures.Series inFlight =
                figures.gauge("postern_endpoint_in_flight", "Requests and TCP connections that it has now.");
        each(inFlight, EndpointCounts::inFlight);
        folded(inFlight, UpstreamCounts::inFlight);
        each(
                figures.gauge("postern_endpoint_serving", "1 where requests go to it."),
                endpoint -> new Availability(endpoint.state(), 0).isServing() ? 1 : 0);
        each(
                figures.gauge("postern_endpoint_connections", "Open HTTP connections to it, unused ones included."),
                EndpointCounts::open);
        each(
                figures.gauge("postern_endpoint_connections_idle", "Open HTTP connections to it that nobody uses."),
                EndpointCounts::idle);
        each(
                figures.counter("postern_endpoint_connects_total", "HTTP connections to it that were begun."),
                EndpointCounts::connects);
        each(
                figures.counter(
                        "postern_endpoint_connection_reuses_total", "Attempts that found an unused connection."),
                EndpointCounts::reuses);
        Figures.Series state = figures.gauge("postern_endpoint_state", "1 with the state that the endpoint is in.");
        shares.shown()
                .forEach(each -> state.add(
                        1, each.labels().add("state", text(each.counts().state()))));
        figures.gauge("postern_endpoints_folded", "Endpoints without series of their own, as there are too many.")
                .sample(shares.foldedEndpoints());
    }

    private static String text(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private void each(Figures.Series series, ToLongFunction<EndpointCounts> value) {
        shares.shown().forEach(each -> series.add(value.applyAsLong(each.counts()), each.labels()));
    }

    private void folded(Figures.Series series, ToLongFunction<UpstreamCounts> value) {
        upstreams.stream()
                .filter(each -> shares.isFolded(each.name()))
                .forEach(each -> series.add(value.applyAsLong(each), EndpointShares.labelsOfAll(each.name())));
    }

    private void upstreams() {
        Figures.Series states = figures.gauge("postern_upstream_endpoints", "How many endpoints are in a state.");
        for (UpstreamCounts upstream : upstreams) {
            Map<State, Long> counted = new EnumMap<>(State.class);
            counted.put(State.SERVING, 0L);
            shares.of(upstream.name()).forEach(each -> counted.merge(each.state(), 1L, Long::sum));
            counted.forEach((state, count) -> states.sample(count, "upstream", upstream.name(), "state", text(state)));
        }
        all(
                figures.counter("postern_upstream_ejections_total", "How often an endpoint was left out for failing."),
                UpstreamCounts::ejections);
        all(
                figures.gauge("postern_upstream_waiting", "Requests that wait for a connection or within limits."),
                UpstreamCounts::waiting);
        all(
                figures.counter("postern_upstream_waits_total", "Requests that waited so, however it ended."),
                each -> each.waits().count());
        Figures.Series waited =
                figures.counter("postern_upstream_wait_seconds_total", "How long they waited, all together.");
        upstreams.forEach(each -> waited.sample(Figures.seconds(each.waits().nanos()), "upstream", each.name()));
        Figures.Series limit =
                figures.gauge("postern_upstream_limit", "Requests that it may have at once, where there is a limit.");
        upstreams.stream()
                .filter(each -> each.limit() > 0)
                .forEach(each -> limit.sample(each.limit(), "upstream", each.name()));
        all(
                figures.counter(
                        "postern_upstream_retries_refused_total",
                        "How often the budget of retries was used up when one was wanted."),
                each -> each.retries().refused());
    }

    private void all(Figures.Series series, ToLongFunction<UpstreamCounts> value) {
        upstreams.forEach(each -> series.sample(value.applyAsLong(each), "upstream", each.name()));
    }

    private void adaptive() {
        Figures.Series allowed = figures.gauge(
                "postern_upstream_adaptive_limit", "Requests at once that its adaptive limit would allow, or allows.");
        Figures.Series limiting =
                figures.gauge("postern_upstream_adaptive_limiting", "1 where as many requests are under way as that.");
        Figures.Series rest = figures.gauge(
                "postern_upstream_rest_latency_seconds",
                "How long its answers take in the middle while few are under way, where its limit adapts.");
        adaptive((name, adaptive) -> {
            allowed.sample(adaptive.allowed(), "upstream", name);
            limiting.sample(adaptive.state() == AdaptiveLimit.State.LIMITING ? 1 : 0, "upstream", name);
            rest.sample(Figures.seconds(adaptive.restNanos()), "upstream", name);
        });
    }

    private void adaptive(BiConsumer<String, UpstreamCounts.Adaptive> to) {
        upstreams.forEach(each -> each.adaptive()
                .filter(adaptive -> adaptive.allowed() > 0)
                .ifPresent(adaptive -> to.accept(each.name(), adaptive)));
    }
}
