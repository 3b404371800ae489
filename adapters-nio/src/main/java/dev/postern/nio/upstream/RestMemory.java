package dev.postern.nio.upstream;

/**
 * How long an endpoint lets connections rest, learnt from those that it closed: two that rested alike and ended at
 * different moments, so that a restart teaches nothing. It lapses after a while and has to be learnt anew. One pool owns
 * it.
 */
final class RestMemory {
    static final long UNKNOWN = Long.MAX_VALUE;

    private static final long SECOND = 1_000_000_000;
    private static final long LAPSE_NANOS = 300 * SECOND;
    private static final long SHORTEST_NANOS = SECOND / 10;
    private static final long APART_NANOS = SECOND / 10;
    private static final long BLUR_NANOS = SECOND / 20;

    private long lastNanos = UNKNOWN;
    private long lastAtNanos;
    private long learntNanos = UNKNOWN;
    private long learntAtNanos;

    /** The endpoint closed a connection that had rested for so long. */
    void closedAfter(long restedNanos, long nowNanos) {
        if (restedNanos < SHORTEST_NANOS) {
            return;
        }
        if (isBeyond(restedNanos)) {
            learntNanos = UNKNOWN;
        }
        if (lastNanos != UNKNOWN && areAlike(restedNanos, lastNanos) && nowNanos - lastAtNanos >= APART_NANOS) {
            learntNanos = Math.min(restedNanos, lastNanos);
            learntAtNanos = nowNanos;
        }
        lastNanos = restedNanos;
        lastAtNanos = nowNanos;
    }

    /** A connection that had rested for so long was still open. */
    void openAfter(long restedNanos) {
        if (isBeyond(restedNanos)) {
            learntNanos = UNKNOWN;
            lastNanos = UNKNOWN;
        }
    }

    /** How long a connection may rest. */
    long limitNanos(long nowNanos) {
        if (learntNanos != UNKNOWN && nowNanos - learntAtNanos > LAPSE_NANOS) {
            learntNanos = UNKNOWN;
        }
        return learntNanos == UNKNOWN ? UNKNOWN : earlier(learntNanos);
    }

    /** A little before an endpoint would close: a tenth, and a second where that leaves at least half. */
    static long earlier(long nanos) {
        return nanos - Math.max(nanos / 10, Math.min(SECOND, nanos / 2));
    }

    private boolean isBeyond(long restedNanos) {
        return learntNanos != UNKNOWN && restedNanos > learntNanos + Math.max(BLUR_NANOS, learntNanos / 4);
    }

    private static boolean areAlike(long one, long other) {
        return Math.abs(one - other) <= Math.max(BLUR_NANOS, Math.min(one, other) / 10);
    }
}
