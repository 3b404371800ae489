package dev.postern.domain.config;

/** Which requests are written to the access log: {@code status >= 400}, or {@code duration > 1s}. */
public record LogCondition(Measure measure, Comparison comparison, long bound, String text) {
    public enum Measure {
        STATUS,
        /** In nanoseconds. */
        DURATION
    }

    public enum Comparison {
        LESS,
        AT_MOST,
        EQUAL,
        AT_LEAST,
        MORE
    }

    public boolean holds(int status, long durationNanos) {
        long value = measure == Measure.STATUS ? status : durationNanos;
        return switch (comparison) {
            case LESS -> value < bound;
            case AT_MOST -> value <= bound;
            case EQUAL -> value == bound;
            case AT_LEAST -> value >= bound;
            case MORE -> value > bound;
        };
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
