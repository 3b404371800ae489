package dev.postern.domain.upstream;

import dev.postern.domain.config.LimitsConfig;

/**
 * Keeps retries from becoming the load: one is allowed while those of the last ten seconds stay below a share of the
 * requests of that time, or below the minimum. One worker owns it; each has its part of the minimum.
 */
public final class RetryBudget {
    private static final int SLOTS = 10;
    private static final long SLOT_NANOS = 1_000_000_000L;

    private final int[] requests = new int[SLOTS];
    private final int[] retries = new int[SLOTS];
    private long requestsInWindow;
    private long retriesInWindow;
    private long refused;
    private int sharePercent;
    private int minimum;
    private int slot;
    private long slotBeganNanos;

    public RetryBudget(LimitsConfig limits, WorkerSeat seat, long nowNanos) {
        slotBeganNanos = nowNanos;
        limit(limits, seat);
    }

    /** Changes what is allowed; what was counted stays. */
    void limit(LimitsConfig limits, WorkerSeat seat) {
        sharePercent = limits.retryBudget().value();
        minimum = seat.share(limits.minRetries());
    }

    /** An exchange begins; its retries are not requests of their own. */
    public void requestBegan(long nowNanos) {
        advance(nowNanos);
        requests[slot]++;
        requestsInWindow++;
    }

    /** Takes one retry from the budget, unless it is used up. */
    public boolean tryRetry(long nowNanos) {
        advance(nowNanos);
        if (retriesInWindow >= minimum && (retriesInWindow + 1) * 100 > requestsInWindow * sharePercent) {
            refused++;
            return false;
        }
        retries[slot]++;
        retriesInWindow++;
        return true;
    }

    /** The retry that was allowed just now can't be made. */
    public void giveBack() {
        retries[slot]--;
        retriesInWindow--;
    }

    /** How often it was used up when a retry was wanted. */
    public long refused() {
        return refused;
    }

    /** Of the last ten seconds. */
    public long recentRetries(long nowNanos) {
        advance(nowNanos);
        return retriesInWindow;
    }

    /** Of the last ten seconds. */
    public long recentRequests(long nowNanos) {
        advance(nowNanos);
        return requestsInWindow;
    }

    private void advance(long nowNanos) {
        long passed = (nowNanos - slotBeganNanos) / SLOT_NANOS;
        if (passed <= 0) {
            return;
        }
        slotBeganNanos += passed * SLOT_NANOS;
        for (long i = Math.min(passed, SLOTS); i > 0; i--) {
            slot = (slot + 1) % SLOTS;
            requestsInWindow -= requests[slot];
            retriesInWindow -= retries[slot];
            requests[slot] = 0;
            retries[slot] = 0;
        }
    }
}
