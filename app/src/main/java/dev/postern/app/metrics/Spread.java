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
    private final long sum;
    private final long nothing;
    private final int first;
    private final long[] cells;

    /** @param first the cell that is counted in the first place */
    Spread(Scale scale, long sum, long nothing, int first, long[] cells) {
        this.scale = scale;
        this.sum = sum;
        this.nothing = nothing;
        this.first = first;
        this.cells = cells;
    }

    /** With one of the same scale. */
    public Spread plus(Spread other) {
        if (cells.length == 0 || other.cells.length == 0) {
            Spread longer = cells.length == 0 ? other : this;
            return new Spread(scale, sum + other.sum, nothing + other.nothing, longer.first, longer.cells);
        }
        int from = Math.min(first, other.first);
        int to = Math.max(first + cells.length, other.first + other.cells.length);
        long[] both = new long[to - from];
        addTo(both, from);
        other.addTo(both, from);
        return new Spread(scale, sum + other.sum, nothing + other.nothing, from, both);
    }

    private void addTo(long[] both, int from) {
        for (int i = 0; i < cells.length; i++) {
            both[first + i - from] += cells[i];
        }
    }

    /** All values together, as they were counted. */
    public long sum() {
        return sum;
    }

    public long count() {
        return nothing + Arrays.stream(cells).sum();
    }

    HistogramDataPointSnapshot point(Labels labels) {
        long[] between = new long[scale.places()];
        between[0] = nothing;
        int[] buckets = new int[cells.length];
        long[] held = new long[cells.length];
        int count = 0;
        for (int i = 0; i < cells.length; i++) {
            if (cells[i] > 0) {
                between[scale.placeOf(first + i)] += cells[i];
                int bucket = scale.bucketOf(first + i);
                // why: a bound may lie within a bucket.
                if (count == 0 || buckets[count - 1] != bucket) {
                    buckets[count++] = bucket;
                }
                held[count - 1] += cells[i];
            }
        }
        return new HistogramDataPointSnapshot(
                ClassicHistogramBuckets.of(scale.shownBounds(), between),
                NativeBuckets.SCHEMA,
                nothing,
                scale.hardlyAnything(),
                NativeHistogramBuckets.of(Arrays.copyOf(buckets, count), Arrays.copyOf(held, count)),
                NativeHistogramBuckets.EMPTY,
                scale.shown(sum),
                labels,
                Exemplars.EMPTY,
                0);
    }
}
