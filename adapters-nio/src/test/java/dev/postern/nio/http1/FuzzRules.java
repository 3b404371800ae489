package dev.postern.nio.http1;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;

/** What every fuzz target asks. */
final class FuzzRules {
    private static final int RANDOM_CUTS = 4;

    private FuzzRules() {}

    /** What was read; wrong when it depends on how the bytes were cut. The cuts follow from the bytes, to be repeatable. */
    static <T> T sameHoweverCut(byte[] bytes, Function<int[], T> read) {
        T whole = read.apply(new int[0]);
        requireEqual("byte by byte", whole, read.apply(Feed.everyByte(bytes.length)));
        if (bytes.length > 1) {
            Random random = new Random(Arrays.hashCode(bytes));
            int[] cuts = random.ints(RANDOM_CUTS, 1, bytes.length)
                    .sorted()
                    .distinct()
                    .toArray();
            requireEqual("cut at " + Arrays.toString(cuts), whole, read.apply(cuts));
        }
        return whole;
    }

    static void requireEqual(String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError(what + ": expected\n" + expected + "\nbut was\n" + actual);
        }
    }
}
