package dev.postern.app.telemetry;

import dev.postern.app.telemetry.RequestCounts.Counts;
import dev.postern.app.telemetry.RequestCounts.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** The figures of requests, as whoever collects them reads them. */
public final class TrafficMetrics {
    private static final List<Double> BOUNDS =
            RequestCounts.BOUNDS.stream().map(millis -> millis / 1e3).toList();

    private final Sight sight;

    public TrafficMetrics(Sight sight) {
        this.sight = sight;
    }

    public void append(MetricText text) {
        Map<Place, Counts> all = sight.traffic().counts();
        text.counter("postern_http_requests_total", "Requests that were answered, or whose clients left before.");
        all.forEach((place, counts) -> requests(text, place, counts));
        text.distribution(
                "postern_http_request_duration_seconds", "From a request's head to the end of its response.", BOUNDS);
        all.forEach(
                (place, counts) -> text.distributed(durations(counts), counts.durationNanos() / 1e9, labels(place)));
        each(text, all, "postern_http_request_bytes_total", "In bodies of requests.", Counts::bytesIn);
        each(text, all, "postern_http_response_bytes_total", "In bodies of responses.", Counts::bytesOut);
        each(text, all, "postern_upstream_retries_total", "Tries beyond the first of a request.", Counts::retries);
        text.counter("postern_series_folded_total", "Requests counted together, as there were too many series.")
                .sample(sight.traffic().folded())
                .counter("postern_access_log_dropped_total", "Lines of the access log that could not be written.")
                .sample(sight.accessLog().dropped());
    }

    private static void requests(MetricText text, Place place, Counts counts) {
        for (int method = 0; method < RequestCounts.METHODS.size(); method++) {
            for (int status = 0; status < RequestCounts.STATUSES.size(); status++) {
                long count = counts.requests(method, status);
                if (count > 0) {
                    text.sample(
                            count,
                            labels(
                                    place,
                                    "method",
                                    RequestCounts.METHODS.get(method),
                                    "status",
                                    RequestCounts.STATUSES.get(status)));
                }
            }
        }
    }

    private static List<Long> durations(Counts counts) {
        List<Long> durations = new ArrayList<>();
        for (int i = 0; i <= RequestCounts.BOUNDS.size(); i++) {
            durations.add(counts.durations(i));
        }
        return durations;
    }

    private static void each(
            MetricText text, Map<Place, Counts> all, String name, String help, ToLongFunction<Counts> value) {
        text.counter(name, help);
        all.forEach((place, counts) -> text.sample(value.applyAsLong(counts), labels(place)));
    }

    private static String[] labels(Place place, String... more) {
        List<String> labels = new ArrayList<>(
                List.of("listener", place.listener(), "route", place.route(), "upstream", place.upstream()));
        labels.addAll(List.of(more));
        return labels.toArray(String[]::new);
    }
}
