package dev.postern.app.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricTextTest {
    @Test
    void aHistogramCountsUpToEachBound() {
        MetricText text = new MetricText()
                .histogram(
                        "lag_seconds",
                        "How long.",
                        List.of(Duration.ofMillis(5), Duration.ofSeconds(1)),
                        List.of(2L, 1L, 4L),
                        Duration.ofMillis(1_500));
        assertEquals("""
                # HELP lag_seconds How long.
                # TYPE lag_seconds histogram
                lag_seconds_bucket{le="0.005"} 2
                lag_seconds_bucket{le="1.0"} 3
                lag_seconds_bucket{le="+Inf"} 7
                lag_seconds_sum 1.5
                lag_seconds_count 7
                """, text.toString());
    }
}
