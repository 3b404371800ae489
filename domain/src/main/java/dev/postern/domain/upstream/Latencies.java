package dev.postern.domain.upstream;

import java.util.Arrays;

/**
 * How many answers took how long, in steps of at most a fifth: from 16 µs to two minutes, whatever is beyond counting as the
 * first or the last. Immutable.
 */
public final class Latencies {
    /** Each doubling has four steps. */
    private static final int PER_DOUBLING_BITS = 2;

    private static final int WITHIN = (1 << PER_DOUBLING_BITS) - 1;
    private static final int FIRST_DOUBLING = 14;
    private static final int LAST_DOUBLING = 37;
    static final int STEPS = (LAST_DOUBLING - FIRST_DOUBLING) << PER_DOUBLING_BITS;

    public static final Latencies NONE = new Latencies(new int[0]);

    private final int[] counts;

    private Latencies(int[] counts) {
        this.counts = counts;
    }

    static Latencies of(int[] counts) {
        return new Latencies(counts.clone());
    }

    static int step(long nanos) {
        int doubling = 63 - Long.numberOfLeadingZeros(Math.max(1, nanos));
        if (doubling < FIRST_DOUBLING) {
            return 0;
        }
        if (doubling >= LAST_DOUBLING) {
            return STEPS - 1;
        }
        int within = (int) (nanos >>> (doubling - PER_DOUBLING_BITS)) & WITHIN;
        return ((doubling - FIRST_DOUBLING) << PER_DOUBLING_BITS) + within;
    }

    /** What is longer than all that counts as this step. */
    private static long upTo(int step) {
        int doubling = FIRST_DOUBLING + (step >> PER_DOUBLING_BITS);
        int within = step & WITHIN;
        return (1L << doubling) + ((within + 1L) << (doubling - PER_DOUBLING_BITS));
    }

    public Latencies plus(Latencies other) {
        if (counts.length == 0 || other.counts.length == 0) {
            return counts.length == 0 ? other : this;
        }
        int[] sum = counts.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += other.counts[i];
        }
        return new Latencies(sum);
    }

    public long count() {
        long count = 0;
        for (int each : counts) {
            count += each;
        }
        return count;
    }

    /** What a share of the answers, from 0 to 1, did not exceed; a little more than the truth. 0 where there are none. */
    public long quantileNanos(double share) {
        long wanted = (long) Math.ceil(count() * share);
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted && seen > 0) {
                return upTo(i);
            }
        }
        return 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Latencies that && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counts);
    }
}
