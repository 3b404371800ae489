package dev.postern.domain.upstream;

/**
 * How long answers of late took, as a histogram of eight steps for each doubling, from 64 µs to a minute. What is old fades:
 * when a thousand are counted, all counts are halved. One worker owns it.
 */
public final class LatencyQuantile {
    private static final int STEPS = 8;
    private static final int LOWEST_BITS = 16;
    private static final int DOUBLINGS = 20;
    private static final int MOST_COUNTED = 1_000;
    private static final int FEWEST = 100;

    private final int[] counts = new int[DOUBLINGS * STEPS];
    private int counted;

    public void observe(long nanos) {
        counts[index(nanos)]++;
        counted++;
        if (counted >= MOST_COUNTED) {
            counted = 0;
            for (int i = 0; i < counts.length; i++) {
                counts[i] /= 2;
                counted += counts[i];
            }
        }
    }

    /** The time within which this share came; 0 while too little is known. Exact to an eighth. */
    public long nanos(int percent) {
        if (counted < FEWEST) {
            return 0;
        }
        long wanted = ((long) counted * percent + 99) / 100;
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return upperEnd(i);
            }
        }
        return upperEnd(counts.length - 1);
    }

    private static int index(long nanos) {
        long at = Math.max(nanos, 1L << LOWEST_BITS);
        int bits = 63 - Long.numberOfLeadingZeros(at);
        int step = (int) (at >>> (bits - 3)) & (STEPS - 1);
        return Math.min((bits - LOWEST_BITS) * STEPS + step, DOUBLINGS * STEPS - 1);
    }

    private static long upperEnd(int index) {
        int bits = index / STEPS + LOWEST_BITS;
        return (long) (STEPS + index % STEPS + 1) << (bits - 3);
    }
}
