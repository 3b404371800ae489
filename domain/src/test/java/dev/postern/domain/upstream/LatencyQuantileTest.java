package dev.postern.domain.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LatencyQuantileTest {
    private static final long MILLI = 1_000_000;
    private final LatencyQuantile latencies = new LatencyQuantile();

    private void observe(int count, long nanos) {
        for (int i = 0; i < count; i++) {
            latencies.observe(nanos);
        }
    }

    private void assertAbout(long nanos, int percent) {
        long found = latencies.nanos(percent);
        assertTrue(found >= nanos && found <= nanos * 9 / 8 + 1, found + " for " + nanos);
    }

    @Test
    void knowsNothingAtFirst() {
        observe(99, MILLI);
        assertEquals(0, latencies.nanos(95));
        observe(1, MILLI);
        assertAbout(MILLI, 95);
    }

    @Test
    void tellsWithinWhichTimeAShareCame() {
        observe(90, MILLI);
        observe(8, 30 * MILLI);
        observe(2, 5_000 * MILLI);
        assertAbout(MILLI, 90);
        assertAbout(30 * MILLI, 91);
        assertAbout(30 * MILLI, 98);
        assertAbout(5_000 * MILLI, 99);
    }

    @Test
    void forgetsWhatIsLongAgo() {
        observe(900, 500 * MILLI);
        observe(5_000, MILLI);
        assertAbout(MILLI, 95);
    }

    @Test
    void bearsAnyTime() {
        observe(100, 0);
        assertTrue(latencies.nanos(100) < MILLI);
        observe(900, Long.MAX_VALUE);
        assertTrue(latencies.nanos(99) > 60_000 * MILLI);
    }
}
