package dev.postern.nio.http1;

/** How long a connection to an endpoint has lived and rested, and how long it may rest. Belongs to its connection. */
final class ConnectionAge {
    private final long bornNanos;
    private long restingSinceNanos;
    private int served;

    ConnectionAge(long nowNanos) {
        bornNanos = nowNanos;
    }

    void serves() {
        served++;
    }

    /** Whether it served a request before the present one. */
    boolean isReused() {
        return served > 1;
    }

    void rests(long nowNanos) {
        restingSinceNanos = nowNanos;
    }

    long restedNanos(long nowNanos) {
        return nowNanos - restingSinceNanos;
    }

    /**
     * @param announcedSeconds what the endpoint said in its last answer, or negative
     * @param knownNanos after which time the endpoint is known to close
     */
    long longestRestNanos(ClientLimits limits, int announcedSeconds, long knownNanos) {
        if (served >= limits.requests()) {
            return 0;
        }
        long lifeLeft = limits.lifetimeNanos() == Long.MAX_VALUE
                ? Long.MAX_VALUE
                : limits.lifetimeNanos() - (restingSinceNanos - bornNanos);
        long own = Math.min(limits.idleNanos(), lifeLeft);
        return Math.min(own, Math.min(knownNanos, served == 0 ? Long.MAX_VALUE : earlier(announcedSeconds)));
    }

    // why earlier: a request that leaves when the time is up would meet the endpoint's close.
    private static long earlier(int seconds) {
        if (seconds < 0) {
            return Long.MAX_VALUE;
        }
        long nanos = seconds * 1_000_000_000L;
        return nanos - Math.max(nanos / 10, Math.min(1_000_000_000L, nanos / 2));
    }
}
