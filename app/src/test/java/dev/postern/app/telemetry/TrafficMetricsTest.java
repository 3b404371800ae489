package dev.postern.app.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.ports.telemetry.ExchangeObserver;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrafficMetricsTest {
    private final Sight sight = new Sight();
    private final ExchangeObserver one = sight.observer(0);
    private final ExchangeObserver two = sight.observer(1);

    private List<String> figures(String name) {
        MetricText text = new MetricText();
        new TrafficMetrics(sight).append(text);
        return text.toString().lines().filter(line -> line.startsWith(name)).toList();
    }

    private static String at(String route) {
        return "{listener=\"web\",route=\"" + route + "\",upstream=\"users\"";
    }

    @Test
    void addsUpWhatWorkersCount() {
        one.finished(new Finished());
        two.finished(new Finished());
        two.finished(new Finished().method("BREW").status(418).attempts(3).took(40_000_000_000L));
        assertEquals(
                List.of(
                        "postern_http_requests_total" + at("users") + ",method=\"GET\",status=\"2xx\"} 2",
                        "postern_http_requests_total" + at("users") + ",method=\"other\",status=\"4xx\"} 1"),
                figures("postern_http_requests_total"));
        List<String> buckets = figures("postern_http_request_duration_seconds_bucket");
        assertTrue(buckets.contains("postern_http_request_duration_seconds_bucket" + at("users") + ",le=\"0.01\"} 0"));
        assertTrue(buckets.contains("postern_http_request_duration_seconds_bucket" + at("users") + ",le=\"0.025\"} 2"));
        assertTrue(buckets.contains("postern_http_request_duration_seconds_bucket" + at("users") + ",le=\"30.0\"} 2"));
        assertTrue(buckets.contains("postern_http_request_duration_seconds_bucket" + at("users") + ",le=\"+Inf\"} 3"));
        assertEquals(
                List.of("postern_http_response_bytes_total" + at("users") + "} 33"),
                figures("postern_http_response_bytes_total"));
        assertEquals(
                List.of("postern_upstream_retries_total" + at("users") + "} 2"),
                figures("postern_upstream_retries_total"));
    }

    @Test
    void tooManySeriesAreCountedTogether() {
        for (int i = 0; i < RequestCounts.MOST_PLACES + 7; i++) {
            one.finished(new Finished().route("r" + i));
        }
        one.finished(new Finished().route("r0"));
        assertEquals(List.of("postern_series_folded_total 7"), figures("postern_series_folded_total"));
        assertEquals(
                List.of("postern_http_requests_total{listener=\"web\",route=\"(others)\",upstream=\"(others)\","
                        + "method=\"GET\",status=\"2xx\"} 7"),
                figures("postern_http_requests_total{listener=\"web\",route=\"(others)\""));
    }
}
