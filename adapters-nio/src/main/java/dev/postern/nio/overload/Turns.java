package dev.postern.nio.overload;

import dev.postern.ports.traffic.WorkerCounts;
import java.util.Arrays;
import java.util.List;

/** How long the turns of one worker took. Belongs to its loop. */
public final class Turns {
    private static final long[] BOUNDS =
            WorkerCounts.BOUNDS.stream().mapToLong(bound -> bound.toNanos()).toArray();

    private final long[] counts = new long[BOUNDS.length + 1];
    private long workedNanos;

    void count(long nanos) {
        int place = 0;
        while (place < BOUNDS.length && nanos > BOUNDS[place]) {
            place++;
        }
        counts[place]++;
        workedNanos += nanos;
    }

    /** By {@link WorkerCounts#BOUNDS}. */
    public List<Long> counts() {
        return Arrays.stream(counts).boxed().toList();
    }

    public long workedNanos() {
        return workedNanos;
    }
}
