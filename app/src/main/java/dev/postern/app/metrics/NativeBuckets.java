package dev.postern.app.metrics;

import java.util.Arrays;

/** Which bucket of a native histogram a value is in: there are eight for each doubling. */
final class NativeBuckets {
    static final int SCHEMA = 3;

    static final int PER_DOUBLING = 1 << SCHEMA;
    /** Below a millionth and above 10 to the 13th nobody asks. */
    static final int LEAST = -20 * PER_DOUBLING;

    static final int MOST = 44 * PER_DOUBLING - 1;

    private static final int FRACTION_BITS = 52;
    private static final int EXPONENT_BIAS = 1023;
    private static final long FRACTION = (1L << FRACTION_BITS) - 1;
    private static final int CELL_BITS = 6;
    /** Where buckets begin within a doubling, as the fraction bits of a double. */
    private static final long[] BEGINS = begins();
    /** A fraction begins by its first bits in one of these cells, of which none has more than one beginning. */
    private static final int[] BEGUN_BEFORE = begunBefore();

    private NativeBuckets() {}

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

    /**
     * The bucket of a value above zero: it is above 2 to the (bucket - 1) eighths, and not above 2 to the bucket eighths; the
     * first or the last where it is beyond them.
     */
    static int of(double value) {
        long bits = Double.doubleToRawLongBits(value);
        long fraction = bits & FRACTION;
        int begun = BEGUN_BEFORE[(int) (fraction >>> (FRACTION_BITS - CELL_BITS))];
        int within = fraction > BEGINS[begun] ? begun + 1 : begun;
        int bucket = ((int) (bits >>> FRACTION_BITS) - EXPONENT_BIAS) * PER_DOUBLING + within;
        return Math.clamp(bucket, LEAST, MOST);
    }
}
