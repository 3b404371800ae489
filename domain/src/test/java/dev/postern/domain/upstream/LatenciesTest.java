package dev.postern.domain.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    static final long SECOND = 1_000_000_000L;

    @Property
    void aQuantileIsAtMostAQuarterMoreThanTheTruth(
            @ForAll @NotEmpty List<@LongRange(min = 17_000, max = 100 * SECOND) Long> nanos,
            @ForAll @DoubleRange(min = 0.01, max = 1) double share) {
        LatencyHistogram histogram = new LatencyHistogram(60 * SECOND);
        nanos.forEach(each -> histogram.record(each, 0));
        List<Long> sorted = new ArrayList<>(nanos);
        sorted.sort(null);
        long truth = sorted.get((int) Math.ceil(sorted.size() * share) - 1);
        long told = histogram.latencies(0).quantileNanos(share);
        assertTrue(told >= truth && told <= truth * 1.25 + 1, truth + " " + told);
    }

    @Test
    void extremesCountAsTheFirstAndTheLast() {
        LatencyHistogram histogram = new LatencyHistogram(SECOND);
        histogram.record(0, 0);
        histogram.record(-5, 0);
        histogram.record(Long.MAX_VALUE, 0);
        assertEquals(3, histogram.latencies(0).count());
        assertTrue(histogram.latencies(0).quantileNanos(1) > 100 * SECOND);
        assertTrue(histogram.latencies(0).quantileNanos(0.5) < 25_000);
    }

    @Test
    void whatIsOlderThanTwoWindowsIsForgotten() {
        LatencyHistogram histogram = new LatencyHistogram(10 * SECOND);
        histogram.record(SECOND, 0);
        assertEquals(1, histogram.latencies(9 * SECOND).count());
        histogram.record(SECOND, 11 * SECOND);
        assertEquals(2, histogram.latencies(12 * SECOND).count());
        assertEquals(1, histogram.latencies(22 * SECOND).count());
        assertEquals(0, histogram.latencies(100 * SECOND).count());
    }

    @Test
    void addsUp() {
        LatencyHistogram one = new LatencyHistogram(SECOND);
        LatencyHistogram other = new LatencyHistogram(SECOND);
        one.record(1000, 0);
        other.record(SECOND, 0);
        Latencies sum = one.latencies(0).plus(other.latencies(0)).plus(Latencies.NONE);
        assertEquals(2, sum.count());
        assertEquals(0, Latencies.NONE.quantileNanos(0.5));
    }
}
