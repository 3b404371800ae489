package dev.postern.app.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import java.util.Arrays;

/** How values lay on a scale at a moment. Immutable. */
public final class Spread {
    private final Scale scale;
    private final long[] counts;
    private final long sum;
    private final GrowingBuckets.Filled filled;

    Spread(Scale scale, long[] counts, long sum, GrowingBuckets.Filled filled) {
        this.scale = scale;
        this.counts = counts;
        this.sum = sum;
        this.filled = filled;
    }

    /** With one of the same scale. */
    public Spread plus(Spread other) {
        long[] sums = counts.clone();
        for (int i = 0; i < sums.length; i++) {
            sums[i] += other.counts[i];
        }
        return new Spread(scale, sums, sum + other.sum, filled.plus(other.filled));
    }

    /** All values together, as they were counted. */
    public long sum() {
        return sum;
    }

    /** By the bounds. */
    public long count() {
        return Arrays.stream(counts).sum();
    }

    /** By the finer buckets. */
    public long countInBuckets() {
        return filled.nothing() + Arrays.stream(filled.held()).sum();
    }

    HistogramDataPointSnapshot point(Labels labels) {
        return new HistogramDataPointSnapshot(
                ClassicHistogramBuckets.of(scale.shownBounds(), counts),
                GrowingBuckets.SCHEMA,
                filled.nothing(),
                scale.hardlyAnything(),
                NativeHistogramBuckets.of(filled.buckets(), filled.held()),
                NativeHistogramBuckets.EMPTY,
                scale.shown(sum),
                labels,
                Exemplars.EMPTY,
                0);
    }
}
