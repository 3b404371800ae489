package dev.postern.domain.upstream;

/**
 * A moving average of latencies that believes bad news at once and good news slowly, and forgets with time: who was slow
 * and has been left alone is asked again. One worker owns it.
 */
final class PeakLatency {
    /** Where nothing at all is known. */
    static final double DEFAULT_NANOS = 100e6;

    private static final double DECAY_NANOS = 10e9;

    private double averageNanos;
    private long atNanos;

    PeakLatency(double startNanos, long nowNanos) {
        averageNanos = startNanos;
        atNanos = nowNanos;
    }

    double at(long nowNanos) {
        return averageNanos * kept(nowNanos);
    }

    void observe(long latencyNanos, long nowNanos) {
        if (latencyNanos > at(nowNanos)) {
            averageNanos = latencyNanos;
        } else {
            double kept = kept(nowNanos);
            averageNanos = averageNanos * kept + latencyNanos * (1 - kept);
        }
        atNanos = nowNanos;
    }

    private double kept(long nowNanos) {
        return Math.exp(-Math.max(0, nowNanos - atNanos) / DECAY_NANOS);
    }
}
