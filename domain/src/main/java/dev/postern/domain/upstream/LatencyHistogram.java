package dev.postern.domain.upstream;

import java.util.Arrays;

/**
 * How long answers took, counted in steps of at most a fifth: plain numbers in a fixed place, so that counting allocates
 * nothing. What is older than two windows is forgotten. One worker owns it.
 */
public final class LatencyHistogram {
    private final long windowNanos;
    private int[] current = {};
    private int[] former = {};
    private long beganNanos;

    /** @param windowNanos what it tells is of the last one to two of these */
    public LatencyHistogram(long windowNanos) {
        this.windowNanos = windowNanos;
    }

    public void record(long latencyNanos, long nowNanos) {
        if (current.length == 0) {
            // why not before: many endpoints never answer at this worker.
            current = new int[Latencies.STEPS];
            former = new int[Latencies.STEPS];
            beganNanos = nowNanos;
        }
        turn(nowNanos);
        current[Latencies.step(latencyNanos)]++;
    }

    /** A copy of what is known now. */
    public Latencies latencies(long nowNanos) {
        if (current.length == 0) {
            return Latencies.NONE;
        }
        turn(nowNanos);
        return Latencies.of(current).plus(Latencies.of(former));
    }

    private void turn(long nowNanos) {
        long age = nowNanos - beganNanos;
        if (age < windowNanos) {
            return;
        }
        int[] oldest = former;
        former = current;
        current = oldest;
        Arrays.fill(current, 0);
        if (age >= 2 * windowNanos) {
            Arrays.fill(former, 0);
        }
        beganNanos = nowNanos;
    }
}
