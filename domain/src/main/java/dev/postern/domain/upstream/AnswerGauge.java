package dev.postern.domain.upstream;

/** Is told how long each answer of an upstream took. One worker's; only where somebody wants to know. */
@FunctionalInterface
public interface AnswerGauge {
    AnswerGauge NONE = (latencyNanos, nowNanos) -> {};

    void answered(long latencyNanos, long nowNanos);
}
