package dev.postern.app.tracing;

import dev.postern.domain.bytes.Slice;

/**
 * A part of a trace, with nothing in it of the library that sends it. It shows what a {@link SampledExchange} keeps, and
 * holds as long as that does.
 */
sealed interface FinishedSpan permits ServerSpan, ClientSpan {
    SampledExchange exchange();

    Slice spanId();

    /** Empty where the trace begins with it. */
    Slice parentId();

    String name();

    /** Since 1970. */
    long beganNanos();

    long endedNanos();

    boolean isError();

    /** The same things in the same order whenever it is asked. */
    void tell(SpanReader to);

    static void tellIfAny(SpanKey key, Slice text, SpanReader to) {
        if (!text.isEmpty()) {
            to.text(key, text);
        }
    }

    static void tellIfAny(SpanKey key, String text, SpanReader to) {
        if (!text.isEmpty()) {
            to.text(key, text);
        }
    }

    /** A client that left is no error of whoever it left. */
    static boolean isError(int status, String cause, int fromStatus) {
        boolean isFailed = !cause.isEmpty() && !cause.startsWith("client/");
        return (isFailed && (status == 0 || status >= fromStatus)) || (status >= fromStatus && status != 499);
    }

    default void tellEnd(int status, String cause, SpanReader to) {
        tellIfAny(SpanKey.CAUSE, cause, to);
        if (status > 0) {
            to.number(SpanKey.STATUS, status);
        }
        if (isError()) {
            to.text(SpanKey.ERROR, cause.isEmpty() ? String.valueOf(status) : cause);
        }
    }
}
