package dev.postern.domain.upstream;

import java.util.Arrays;

/** Counts how long answers took until it is emptied. One thread owns it. */
public final class LatencyWindow {
    private final int[] counts = new int[Latencies.STEPS];

    public void record(long latencyNanos) {
        counts[Latencies.step(latencyNanos)]++;
    }

    /** What was counted; begins anew. */
    public Latencies empty() {
        Latencies counted = Latencies.of(counts);
        Arrays.fill(counts, 0);
        return counted;
    }
}
