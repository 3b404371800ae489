package dev.postern.app.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBucket;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.NativeHistogramBucket;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DistributionTest {
    private final Distribution sizes = new Distribution(Scale.SIZE);

    private static HistogramDataPointSnapshot pointOf(Distribution distribution) {
        return distribution.spread().point(Labels.EMPTY);
    }

    private static Map<Integer, Long> nativeOf(HistogramDataPointSnapshot point) {
        return point.getNativeBucketsForPositiveValues().stream()
                .collect(Collectors.toMap(NativeHistogramBucket::getBucketIndex, NativeHistogramBucket::getCount));
    }

    private static Map<Double, Long> classicOf(HistogramDataPointSnapshot point) {
        return point.getClassicBuckets().stream()
                .filter(bucket -> bucket.getCount() > 0)
                .collect(Collectors.toMap(ClassicHistogramBucket::getUpperBound, ClassicHistogramBucket::getCount));
    }

    /** Counted by both kinds of bucket, each by itself. */
    @Test
    void oneCountTellsTheBoundsAndTheFinerBuckets() {
        Random random = new Random(11);
        Distribution durations = new Distribution(Scale.DURATION);
        Map<Integer, Long> finer = new TreeMap<>();
        Map<Double, Long> byBound = new TreeMap<>();
        long nothing = 0;
        for (int i = 0; i < 100_000; i++) {
            long bound = Scale.MILLIS.get(random.nextInt(Scale.MILLIS.size())) * 1_000_000L;
            long nanos = switch (i % 3) {
                case 0 -> bound + random.nextInt(3) - 1;
                case 1 -> random.nextLong(1L << random.nextInt(1, 50));
                default -> random.nextLong(2_000);
            };
            durations.count(nanos);
            if (nanos / 1e9 <= 0x1p-20) {
                nothing++;
            } else {
                finer.merge(NativeBuckets.of(nanos / 1e9), 1L, Long::sum);
            }
            double upTo = Scale.MILLIS.stream()
                    .filter(millis -> nanos <= millis * 1_000_000L)
                    .findFirst()
                    .map(millis -> millis / 1e3)
                    .orElse(Double.POSITIVE_INFINITY);
            byBound.merge(upTo, 1L, Long::sum);
        }
        HistogramDataPointSnapshot point = pointOf(durations);
        assertEquals(finer, nativeOf(point));
        assertEquals(byBound, classicOf(point));
        assertEquals(nothing, point.getNativeZeroCount());

        long[] counts = new long[Scale.MILLIS.size() + 3];
        durations.addTo(counts, 2);
        for (int i = 0; i <= Scale.MILLIS.size(); i++) {
            double upTo = i < Scale.MILLIS.size() ? Scale.MILLIS.get(i) / 1e3 : Double.POSITIVE_INFINITY;
            assertEquals(byBound.getOrDefault(upTo, 0L), counts[i + 2], "up to " + upTo);
        }
    }

    @Test
    void keepsWhatItCountedWhenItGrows() {
        for (long value : new long[] {1_000, 1_000, 1L << 40, 1, 3}) {
            sizes.count(value);
        }
        HistogramDataPointSnapshot point = pointOf(sizes);
        assertEquals(Map.of(0, 1L, NativeBuckets.of(3), 1L, NativeBuckets.of(1_000), 2L, 320, 1L), nativeOf(point));
        assertEquals(Map.of(100.0, 2L, 1024.0, 2L, Double.POSITIVE_INFINITY, 1L), classicOf(point));
        assertEquals(2_004 + (1L << 40), point.getSum());
        assertEquals(5, sizes.spread().count());
    }

    @Test
    void nothingIsCountedByItselfAndWhatIsHugeIsInTheLast() {
        sizes.count(0);
        sizes.count(Long.MAX_VALUE);
        HistogramDataPointSnapshot point = pointOf(sizes);
        assertEquals(1, point.getNativeZeroCount());
        assertEquals(Map.of(NativeBuckets.MOST, 1L), nativeOf(point));
        assertEquals(Map.of(100.0, 1L, Double.POSITIVE_INFINITY, 1L), classicOf(point));
    }

    @Test
    void addsUpWhatOthersCounted() {
        Distribution other = new Distribution(Scale.SIZE);
        Spread nothing = other.spread();
        sizes.count(1);
        sizes.count(0);
        other.count(1);
        other.count(4);
        Spread sum = sizes.spread().plus(other.spread());
        assertEquals(Map.of(0, 2L, 16, 1L), nativeOf(sum.point(Labels.EMPTY)));
        assertEquals(1, sum.point(Labels.EMPTY).getNativeZeroCount());
        assertEquals(6, sum.sum());
        for (Spread same : new Spread[] {sum.plus(nothing), nothing.plus(sum)}) {
            assertEquals(nativeOf(sum.point(Labels.EMPTY)), nativeOf(same.point(Labels.EMPTY)));
            assertEquals(4, same.count());
        }
        long[] held = new long[9];
        sizes.addTo(held, 0);
        assertArrayEquals(new long[] {2, 0, 0, 0, 0, 0, 0, 0, 0}, held);
    }
}
