package dev.postern.app.tracing;

import java.util.Map;

/**
 * A part of a trace, with nothing in it of the library that sends it.
 *
 * @param parentId empty where the trace begins with it
 * @param beganNanos since 1970
 * @param attributes texts and numbers ({@link Long})
 */
record FinishedSpan(
        Kind kind,
        String traceId,
        String spanId,
        String parentId,
        String name,
        long beganNanos,
        long endedNanos,
        Map<String, Object> attributes,
        boolean isError) {
    enum Kind {
        /** A request as this proxy served it. */
        SERVER,
        /** A try of it at an endpoint. */
        CLIENT
    }
}
