package dev.postern.app.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** How to count in an array that only one thread changes and any may read: what is read is never torn, and in the order of its writing. */
public final class Counters {
    private static final VarHandle ELEMENTS = MethodHandles.arrayElementVarHandle(long[].class);

    private Counters() {}

    /** For the one thread. */
    // why not getAndAdd: one thread writes, and so needs no locked instruction.
    public static void add(long[] counters, int index, long more) {
        ELEMENTS.setRelease(counters, index, counters[index] + more);
    }

    public static long get(long[] counters, int index) {
        return (long) ELEMENTS.getAcquire(counters, index);
    }
}
