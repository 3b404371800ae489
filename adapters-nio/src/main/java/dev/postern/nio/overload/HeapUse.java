package dev.postern.nio.overload;

/** How much of the heap can't be freed. Any thread. */
@FunctionalInterface
public interface HeapUse {
    /** Whether more than a share was left in use by a full collection not long ago; never where the share is 0. */
    boolean isAbove(int percent, long nowNanos);
}
