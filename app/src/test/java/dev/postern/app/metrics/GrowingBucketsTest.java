package dev.postern.app.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.app.metrics.GrowingBuckets.Filled;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GrowingBucketsTest {
    private final GrowingBuckets buckets = new GrowingBuckets(0x1p-20);

    private static double upTo(int bucket) {
        return Math.pow(2, bucket / 8.0);
    }

    @Test
    void aValueIsAboveTheBucketBeforeAndNotAboveItsOwn() {
        Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            double value = Math.scalb(1 + random.nextDouble(), random.nextInt(60) - 20);
            int bucket = GrowingBuckets.bucketOf(value);
            assertTrue(value > upTo(bucket - 1), () -> value + " is in " + bucket);
            assertTrue(value <= upTo(bucket), () -> value + " is in " + bucket);
        }
    }

    @Test
    void aBoundBelongsToTheBucketBelowIt() {
        assertEquals(0, GrowingBuckets.bucketOf(1));
        assertEquals(1, GrowingBuckets.bucketOf(Math.nextUp(1.0)));
        assertEquals(8, GrowingBuckets.bucketOf(2));
        assertEquals(-8, GrowingBuckets.bucketOf(0.5));
        for (int bucket = -100; bucket < 100; bucket++) {
            assertEquals(bucket, GrowingBuckets.bucketOf(upTo(bucket)));
            assertEquals(bucket + 1, GrowingBuckets.bucketOf(Math.nextUp(upTo(bucket))));
        }
    }

    @Test
    void keepsWhatItCountedWhenItGrows() {
        for (double value : new double[] {1, 1, 1_000, 0.001, 3}) {
            buckets.count(value);
        }
        Filled filled = buckets.filled();
        assertArrayEquals(
                new int[] {GrowingBuckets.bucketOf(0.001), 0, GrowingBuckets.bucketOf(3), GrowingBuckets.bucketOf(1_000)
                },
                filled.buckets());
        assertArrayEquals(new long[] {1, 2, 1, 1}, filled.held());
        assertEquals(0, filled.nothing());
    }

    @Test
    void whatIsHardlyAnythingIsNothingAndWhatIsHugeIsInTheLast() {
        for (double value : new double[] {0, -1, 0x1p-20, 1e300, Double.MAX_VALUE}) {
            buckets.count(value);
        }
        assertEquals(3, buckets.filled().nothing());
        assertArrayEquals(new int[] {44 * 8 - 1}, buckets.filled().buckets());
        assertArrayEquals(new long[] {2}, buckets.filled().held());
    }

    @Test
    void addsUpWhatOthersCounted() {
        GrowingBuckets other = new GrowingBuckets(0x1p-20);
        Filled nothing = other.filled();
        buckets.count(1);
        buckets.count(0);
        other.count(1);
        other.count(4);
        Filled sum = buckets.filled().plus(other.filled());
        assertArrayEquals(new int[] {0, 16}, sum.buckets());
        assertArrayEquals(new long[] {2, 1}, sum.held());
        assertEquals(1, sum.nothing());
        assertEquals(
                Arrays.toString(sum.held()), Arrays.toString(nothing.plus(sum).held()));
        assertArrayEquals(sum.buckets(), sum.plus(nothing).buckets());
    }
}
