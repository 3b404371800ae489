package dev.postern.app.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.prometheus.metrics.model.snapshots.Labels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpositionTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            ''                                                                                | TEXT
            */*                                                                               | TEXT
            text/plain                                                                        | TEXT
            text/html, nonsense;;=, application/json                                          | TEXT
            application/openmetrics-text                                                      | OPEN_METRICS
            application/openmetrics-text;version=2.0.0, text/plain;version=0.0.4;q=0.5        | TEXT
            Application/OpenMetrics-Text; version="1.0.0"; charset=utf-8                      | OPEN_METRICS
            application/openmetrics-text;q=0, */*;q=0.1                                       | TEXT
            text/plain;version=0.0.4;q=0.5, application/openmetrics-text;version=1.0.0;q=0.75 | OPEN_METRICS
            text/plain;version=1.0.0, text/plain;version=0.0.4;q=0.3                          | TEXT
            application/vnd.google.protobuf                                                   | PROTOBUF
            application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited, application/openmetrics-text;version=1.0.0;q=0.8, */*;q=0.1 | PROTOBUF
            application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=text, application/openmetrics-text;q=0.5 | OPEN_METRICS
            application/openmetrics-text;q=7, text/plain                                      | TEXT
            """)
    void answersAsTheAcceptFieldPrefers(String accept, Exposition expected) {
        assertEquals(expected, Exposition.accepted(accept));
    }

    private static Figures figures() {
        Figures figures = new Figures();
        figures.counter("x_total", "Things.").sample(2, "a", "b\"\\\n");
        figures.gauge("never", "Nothing.");
        figures.fact("build_info", "Build.", "version", "1");
        figures.summary("gc_seconds", "Pauses.").sample(3, 1.5, "gc", "G1");
        figures.histogram("lag_seconds", "How long.")
                .sample(
                        List.of(Duration.ofMillis(5), Duration.ofSeconds(1)),
                        List.of(2L, 1L, 4L),
                        Duration.ofMillis(1_500),
                        Labels.EMPTY);
        return figures;
    }

    private static String written(Exposition format, Figures figures) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        format.write(figures, bytes);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void writesText() throws IOException {
        assertEquals("""
                # HELP build_info Build.
                # TYPE build_info gauge
                build_info{version="1"} 1
                # HELP gc_seconds Pauses.
                # TYPE gc_seconds summary
                gc_seconds_count{gc="G1"} 3
                gc_seconds_sum{gc="G1"} 1.5
                # HELP lag_seconds How long.
                # TYPE lag_seconds histogram
                lag_seconds_bucket{le="0.005"} 2
                lag_seconds_bucket{le="1.0"} 3
                lag_seconds_bucket{le="+Inf"} 7
                lag_seconds_count 7
                lag_seconds_sum 1.5
                # HELP x_total Things.
                # TYPE x_total counter
                x_total{a="b\\"\\\\\\n"} 2.0
                """, written(Exposition.TEXT, figures()));
        assertEquals("text/plain; version=0.0.4; charset=utf-8", Exposition.TEXT.contentType());
    }

    @Test
    void writesOpenMetrics() throws IOException {
        Figures figures = new Figures();
        figures.counter("x_total", "Things.").sample(2);
        assertEquals("""
                # TYPE x counter
                # HELP x Things.
                x_total 2.0
                # EOF
                """, written(Exposition.OPEN_METRICS, figures));
        assertEquals(
                "application/openmetrics-text; version=1.0.0; charset=utf-8", Exposition.OPEN_METRICS.contentType());
    }

    @Test
    void namesEndAsTheirKindDemands() {
        Figures figures = new Figures();
        assertThrows(IllegalArgumentException.class, () -> figures.counter("x", "Things."));
        assertThrows(IllegalArgumentException.class, () -> figures.fact("x", "Things."));
    }
}
