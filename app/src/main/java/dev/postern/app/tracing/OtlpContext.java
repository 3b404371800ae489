package dev.postern.app.tracing;

import dev.postern.domain.bytes.Slice;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;

/**
 * Where a span stands in its trace.
 *
 * @param id of the span; empty where there is none
 */
record OtlpContext(SampledExchange exchange, Slice id, boolean isRemote) implements SpanContext {
    @Override
    public String getTraceId() {
        return exchange.traceId().text();
    }

    @Override
    public String getSpanId() {
        return id.text();
    }

    @Override
    public boolean isValid() {
        return !id.isEmpty();
    }

    @Override
    public TraceFlags getTraceFlags() {
        return TraceFlags.getSampled();
    }

    @Override
    public TraceState getTraceState() {
        return TraceState.getDefault();
    }
}
