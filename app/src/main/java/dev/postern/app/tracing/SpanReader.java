package dev.postern.app.tracing;

import dev.postern.domain.bytes.Slice;

/** Hears what a span tells, one thing after the other. */
interface SpanReader {
    /** @param text only for the time of the call */
    void text(SpanKey key, Slice text);

    void text(SpanKey key, String text);

    void number(SpanKey key, long number);
}
