package dev.postern.app.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class NativeBucketsTest {
    private static double upTo(int bucket) {
        return Math.pow(2, bucket / 8.0);
    }

    @Test
    void aValueIsAboveTheBucketBeforeAndNotAboveItsOwn() {
        Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            double value = Math.scalb(1 + random.nextDouble(), random.nextInt(60) - 20);
            int bucket = NativeBuckets.of(value);
            assertTrue(value > upTo(bucket - 1), () -> value + " is in " + bucket);
            assertTrue(value <= upTo(bucket), () -> value + " is in " + bucket);
        }
    }

    @Test
    void aBoundBelongsToTheBucketBelowIt() {
        assertEquals(0, NativeBuckets.of(1));
        assertEquals(1, NativeBuckets.of(Math.nextUp(1.0)));
        assertEquals(8, NativeBuckets.of(2));
        assertEquals(-8, NativeBuckets.of(0.5));
        for (int bucket = -100; bucket < 100; bucket++) {
            assertEquals(bucket, NativeBuckets.of(upTo(bucket)));
            assertEquals(bucket + 1, NativeBuckets.of(Math.nextUp(upTo(bucket))));
        }
    }

    @Test
    void whatIsHugeIsInTheLastAndWhatIsTinyInTheFirst() {
        assertEquals(NativeBuckets.MOST, NativeBuckets.of(Double.MAX_VALUE));
        assertEquals(NativeBuckets.LEAST, NativeBuckets.of(Double.MIN_NORMAL));
    }
}
