package dev.postern.app.telemetry;

import dev.postern.app.logging.OwnLog;
import dev.postern.app.metrics.Figures;
import dev.postern.app.metrics.Spread;
import dev.postern.app.telemetry.RequestCounts.Place;
import dev.postern.domain.config.ProxyConfig;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The figures of requests, as whoever collects them reads them. */
public final class TrafficMetrics {
    private final Sight sight;

    public TrafficMetrics(Sight sight) {
        this.sight = sight;
    }

    /** @param config in force */
    public void append(Figures figures, Optional<ProxyConfig> config) {
        Map<Place, Counted> places = sight.traffic().counted();
        config.ifPresent(it -> sight.traffic()
                .forgetGone(
                        places,
                        place -> it.listeners().containsKey(place.listener())
                                && (place.route().isEmpty() || it.routes().containsKey(place.route())),
                        System.nanoTime()));
        Map<Labels, Counted> all = new LinkedHashMap<>();
        places.forEach((place, counted) -> all.put(
                Labels.of("listener", place.listener(), "route", place.route(), "upstream", place.upstream()),
                counted));
        requests(figures, all);
        distributions(figures, all);
        each(figures.counter("postern_http_request_bytes_total", "In bodies of requests."), all, Counted::bytesIn);
        each(figures.counter("postern_http_response_bytes_total", "In bodies of responses."), all, Counted::bytesOut);
        each(
                figures.counter("postern_upstream_retries_total", "Tries beyond the first of a request."),
                all,
                Counted::retries);
        figures.counter("postern_series_folded_total", "Requests counted together, as there were too many series.")
                .sample(sight.traffic().folded());
        figures.counter("postern_access_log_dropped_total", "Lines of the access log that could not be written.")
                .sample(sight.accessLog().dropped());
        figures.counter("postern_log_dropped_total", "Lines of the own log that nobody read in time.")
                .sample(OwnLog.dropped());
        figures.counter("postern_trace_spans_sent_total", "Spans that a collector has taken.")
                .sample(sight.tracing().sent());
        figures.counter("postern_trace_spans_dropped_total", "Spans that did not reach a collector.")
                .sample(sight.tracing().dropped());
    }

    private static void requests(Figures figures, Map<Labels, Counted> all) {
        Figures.Series requests = figures.counter(
                "postern_http_requests_total", "Requests that were answered, or whose clients left before.");
        Figures.Series failures = figures.counter(
                "postern_http_failures_total", "Requests that failed, by who ended them and in which phase.");
        all.forEach((place, counted) -> {
            for (int method = 0; method < RequestCounts.METHODS.size(); method++) {
                for (int status = 0; status < RequestCounts.STATUSES.size(); status++) {
                    long count = counted.requests(method, status);
                    if (count > 0) {
                        requests.add(
                                count,
                                place.merge(Labels.of(
                                        "method",
                                        RequestCounts.METHODS.get(method),
                                        "status",
                                        RequestCounts.STATUSES.get(status))));
                    }
                }
            }
            counted.failures().forEach((cause, count) -> failures.add(count, place.add("cause", cause)));
        });
    }

    private static void distributions(Figures figures, Map<Labels, Counted> all) {
        spread(
                figures.histogram(
                        "postern_http_request_duration_seconds", "From a request's head to the end of its response."),
                all,
                Counted::durations);
        spread(
                figures.histogram(
                        "postern_http_first_byte_seconds", "From a request's head to the head of its response."),
                all,
                Counted::firstBytes);
        spread(figures.histogram("postern_http_request_size_bytes", "Bodies of requests."), all, Counted::requestSizes);
        spread(
                figures.histogram("postern_http_response_size_bytes", "Bodies of responses."),
                all,
                Counted::responseSizes);
    }

    private static void spread(
            Figures.Histogram histogram, Map<Labels, Counted> all, Function<Counted, Spread> spread) {
        all.forEach((place, counted) -> histogram.sample(spread.apply(counted), place));
    }

    private static void each(Figures.Series series, Map<Labels, Counted> all, ToLongFunction<Counted> value) {
        all.forEach((place, counted) -> series.add(value.applyAsLong(counted), place));
    }
}
