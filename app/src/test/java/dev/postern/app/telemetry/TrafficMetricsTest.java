package dev.postern.app.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.app.metrics.Exposition;
import dev.postern.app.metrics.Figures;
import dev.postern.ports.telemetry.ExchangeObserver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TrafficMetricsTest {
    private static final long HOUR = 3_600_000_000_000L;

    private final Sight sight = new Sight();
    private final ExchangeObserver one = sight.observer(0);
    private final ExchangeObserver two = sight.observer(1);

    private List<String> figures(String name) {
        Figures figures = new Figures();
        new TrafficMetrics(sight).append(figures, Optional.empty());
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            Exposition.TEXT.write(figures, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith(name))
                .toList();
    }

    private static String at(String route) {
        return ",route=\"" + route + "\"";
    }

    /** Without the labels of the place. */
    private List<String> ofUsers(String name) {
        return figures(name).stream()
                .map(line -> line.replaceAll("(listener=\"web\"|(route|upstream)=\"users\"),?", ""))
                .map(line -> line.replace(",}", "}").replace("{}", ""))
                .toList();
    }

    @Test
    void addsUpWhatWorkersCount() {
        one.finished(new Finished());
        two.finished(new Finished());
        two.finished(new Finished().method("BREW").status(418).attempts(3).took(40_000_000_000L));
        assertEquals(
                List.of(
                        "postern_http_requests_total{method=\"GET\",status=\"2xx\"} 2.0",
                        "postern_http_requests_total{method=\"other\",status=\"4xx\"} 1.0"),
                ofUsers("postern_http_requests_total"));
        List<String> buckets = ofUsers("postern_http_request_duration_seconds_bucket");
        assertTrue(buckets.contains("postern_http_request_duration_seconds_bucket{le=\"0.01\"} 0"), buckets::toString);
        assertTrue(buckets.contains("postern_http_request_duration_seconds_bucket{le=\"0.025\"} 2"));
        assertTrue(buckets.contains("postern_http_request_duration_seconds_bucket{le=\"30.0\"} 2"));
        assertTrue(buckets.contains("postern_http_request_duration_seconds_bucket{le=\"+Inf\"} 3"));
        assertEquals(List.of("postern_http_response_bytes_total 33.0"), ofUsers("postern_http_response_bytes_total"));
        assertEquals(List.of("postern_upstream_retries_total 2.0"), ofUsers("postern_upstream_retries_total"));
        assertEquals(
                List.of("postern_http_response_size_bytes_sum 33.0"), ofUsers("postern_http_response_size_bytes_sum"));
        assertTrue(ofUsers("postern_http_request_size_bytes_bucket")
                .contains("postern_http_request_size_bytes_bucket{le=\"100.0\"} 3"));
    }

    @Test
    void aResponseThatNeverBeganHasNoFirstByte() {
        one.finished(new Finished());
        one.finished(new Finished().unanswered().status(0).failed("client/gone"));
        assertEquals(
                List.of("postern_http_first_byte_seconds_count 1"), ofUsers("postern_http_first_byte_seconds_count"));
        assertEquals(
                List.of("postern_http_request_duration_seconds_count 2"),
                ofUsers("postern_http_request_duration_seconds_count"));
        assertEquals(
                List.of("postern_http_failures_total{cause=\"client/gone\"} 1.0"),
                ofUsers("postern_http_failures_total"));
    }

    @Test
    void tooManySeriesOfAllWorkersAreCountedTogether() {
        for (int i = 0; i < Places.MOST; i++) {
            (i % 2 == 0 ? one : two).finished(new Finished().route("r" + i));
        }
        for (int i = 0; i < 7; i++) {
            two.finished(new Finished().route("beyond" + i));
        }
        one.finished(new Finished().route("r0"));
        two.finished(new Finished().route("r0"));
        assertEquals(List.of("postern_series_folded_total 7.0"), figures("postern_series_folded_total"));
        List<String> others = figures("postern_http_requests_total").stream()
                .filter(line -> line.contains(at("(others)")))
                .toList();
        assertEquals(1, others.size());
        assertTrue(others.getFirst().endsWith(" 7.0"), others.getFirst());
        assertTrue(figures("postern_http_requests_total").stream()
                .anyMatch(line -> line.contains(at("r0")) && line.endsWith(" 3.0")));
    }

    @Test
    void placesThatAreGoneForAnHourMakeRoom() {
        Traffic traffic = sight.traffic();
        one.finished(new Finished().route("gone"));
        one.finished(new Finished().route("there"));
        traffic.forgetGone(traffic.counted(), place -> place.route().equals("there"), 0);
        one.finished(new Finished().route("gone"));
        traffic.forgetGone(traffic.counted(), place -> place.route().equals("there"), HOUR);
        assertEquals(2, traffic.counted().size(), "it has had requests meanwhile");
        traffic.forgetGone(traffic.counted(), place -> place.route().equals("there"), 2 * HOUR - 1);
        assertEquals(2, traffic.counted().size(), "not for an hour yet");
        traffic.forgetGone(traffic.counted(), place -> place.route().equals("there"), 2 * HOUR);
        assertEquals(1, traffic.counted().size());

        one.finished(new Finished().route("gone"));
        assertEquals(2, traffic.counted().size());
    }

    @Test
    void figuresOfOnePlaceAgreeWithEachOtherWhileItIsCounted() throws InterruptedException {
        AtomicBoolean done = new AtomicBoolean();
        Thread worker = Thread.ofPlatform().start(() -> {
            long nanos = 1;
            while (!done.get()) {
                one.finished(new Finished().took(nanos));
                nanos = nanos > 1L << 40 ? 1 : nanos * 3;
            }
        });
        long seen = 0;
        while (seen < 20_000) {
            for (Map.Entry<RequestCounts.Place, Counted> each :
                    sight.traffic().counted().entrySet()) {
                Counted counted = each.getValue();
                assertEquals(counted.requests() * 3, counted.bytesIn());
                assertEquals(counted.requests(), counted.durations().count());
                assertEquals(counted.requests(), counted.responseSizes().count());
                seen = counted.requests();
            }
        }
        done.set(true);
        worker.join();
    }
}
