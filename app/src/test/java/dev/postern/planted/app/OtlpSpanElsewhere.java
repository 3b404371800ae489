package dev.postern.planted.app;

import io.opentelemetry.api.trace.SpanKind;

public final class OtlpSpanElsewhere {
    public SpanKind kind() {
        return SpanKind.SERVER;
    }
}
