package dev.postern.app.metrics;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/**
 * Counts values in the buckets of a native histogram: eight for each doubling. There is room only for the doublings that
 * occurred. One thread counts, and any may look.
 */
final class GrowingBuckets {
    static final int SCHEMA = 3;

    private static final int PER_DOUBLING = 1 << SCHEMA;
    /** Below a millionth and above 10 to the 13th nobody asks. */
    private static final int LEAST = -20 * PER_DOUBLING;

    private static final int MOST = 44 * PER_DOUBLING - 1;

    private static final int FRACTION_BITS = 52;
    private static final int EXPONENT_BIAS = 1023;
    private static final long FRACTION = (1L << FRACTION_BITS) - 1;
    private static final int CELL_BITS = 6;
    /** Where buckets begin within a doubling, as the fraction bits of a double. */
    private static final long[] BEGINS = begins();
    /** A fraction begins by its first bits in one of these cells, of which none has more than one beginning. */
    private static final int[] BEGUN_BEFORE = begunBefore();

    private final double hardlyAnything;
    private final AtomicLong nothing = new AtomicLong();
    private volatile Room room = new Room(0, new AtomicLongArray(0));

    /** @param first the bucket that is counted in the first place */
    private record Room(int first, AtomicLongArray counts) {
        boolean has(int bucket) {
            return bucket >= first && bucket < first + counts.length();
        }

        Room widened(int bucket) {
            boolean isNew = counts.length() == 0;
            int from = Math.floorDiv(isNew ? bucket : Math.min(first, bucket), PER_DOUBLING);
            int to = Math.floorDiv(isNew ? bucket : Math.max(first + counts.length() - 1, bucket), PER_DOUBLING);
            Room wide = new Room(from * PER_DOUBLING, new AtomicLongArray((to - from + 1) * PER_DOUBLING));
            for (int i = 0; i < counts.length(); i++) {
                wide.counts.setPlain(first + i - wide.first, counts.getPlain(i));
            }
            return wide;
        }

        void count(int bucket) {
            counts.setRelease(bucket - first, counts.getPlain(bucket - first) + 1);
        }
    }

    /** @param hardlyAnything values up to this are counted as nothing */
    GrowingBuckets(double hardlyAnything) {
        this.hardlyAnything = hardlyAnything;
    }

    private static long[] begins() {
        long[] begins = new long[PER_DOUBLING + 1];
        for (int i = 0; i < PER_DOUBLING; i++) {
            begins[i] = Double.doubleToRawLongBits(Math.pow(2, (double) i / PER_DOUBLING)) & FRACTION;
        }
        begins[PER_DOUBLING] = Long.MAX_VALUE;
        return begins;
    }

    private static int[] begunBefore() {
        int[] before = new int[1 << CELL_BITS];
        for (int cell = 0; cell < before.length; cell++) {
            long start = (long) cell << (FRACTION_BITS - CELL_BITS);
            before[cell] =
                    (int) Arrays.stream(BEGINS).filter(begin -> begin < start).count();
        }
        return before;
    }

    /** The bucket of a value above zero: it is above 2 to the (bucket - 1) eighths, and not above 2 to the bucket eighths. */
    static int bucketOf(double value) {
        long bits = Double.doubleToRawLongBits(value);
        long fraction = bits & FRACTION;
        int begun = BEGUN_BEFORE[(int) (fraction >>> (FRACTION_BITS - CELL_BITS))];
        int within = fraction > BEGINS[begun] ? begun + 1 : begun;
        return ((int) (bits >>> FRACTION_BITS) - EXPONENT_BIAS) * PER_DOUBLING + within;
    }

    void count(double value) {
        if (value <= hardlyAnything) {
            nothing.setRelease(nothing.getPlain() + 1);
            return;
        }
        int bucket = Math.clamp(bucketOf(value), LEAST, MOST);
        Room now = room;
        if (!now.has(bucket)) {
            now = now.widened(bucket);
            room = now;
        }
        now.count(bucket);
    }

    Filled filled() {
        Room now = room;
        long[] counts = new long[now.counts.length()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = now.counts.get(i);
        }
        return new Filled(nothing.get(), now.first, counts);
    }

    /** What was counted up to a moment. Immutable. */
    static final class Filled {
        private final long nothing;
        private final int first;
        private final long[] counts;

        private Filled(long nothing, int first, long[] counts) {
            this.nothing = nothing;
            this.first = first;
            this.counts = counts;
        }

        Filled plus(Filled other) {
            if (counts.length == 0 || other.counts.length == 0) {
                Filled longer = counts.length == 0 ? other : this;
                return new Filled(nothing + other.nothing, longer.first, longer.counts);
            }
            int from = Math.min(first, other.first);
            int to = Math.max(first + counts.length, other.first + other.counts.length);
            long[] sum = new long[to - from];
            addTo(sum, from);
            other.addTo(sum, from);
            return new Filled(nothing + other.nothing, from, sum);
        }

        private void addTo(long[] sum, int from) {
            for (int i = 0; i < counts.length; i++) {
                sum[first + i - from] += counts[i];
            }
        }

        long nothing() {
            return nothing;
        }

        /** The buckets that hold something. */
        int[] buckets() {
            return places().map(place -> first + place).toArray();
        }

        /** What these hold. */
        long[] held() {
            return places().mapToLong(place -> counts[place]).toArray();
        }

        private IntStream places() {
            return IntStream.range(0, counts.length).filter(place -> counts[place] > 0);
        }
    }
}
