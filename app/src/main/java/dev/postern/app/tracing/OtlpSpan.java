package dev.postern.app.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A span as OpenTelemetry's exporter reads it. */
record OtlpSpan(
        FinishedSpan span,
        SpanContext context,
        SpanContext parent,
        Attributes attributes,
        Resource resource,
        InstrumentationScopeInfo scope)
        implements SpanData {
    // why kept: each key is encoded once, and there are few, all of our own making.
    private static final Map<String, AttributeKey<Long>> NUMBERS = new ConcurrentHashMap<>();
    private static final Map<String, AttributeKey<String>> TEXTS = new ConcurrentHashMap<>();

    static OtlpSpan of(FinishedSpan span, Resource resource, InstrumentationScopeInfo scope) {
        AttributesBuilder attributes = Attributes.builder();
        span.attributes().forEach((key, value) -> {
            if (value instanceof Long number) {
                attributes.put(NUMBERS.computeIfAbsent(key, AttributeKey::longKey), number);
            } else {
                attributes.put(TEXTS.computeIfAbsent(key, AttributeKey::stringKey), String.valueOf(value));
            }
        });
        return new OtlpSpan(
                span,
                SpanContext.create(span.traceId(), span.spanId(), TraceFlags.getSampled(), TraceState.getDefault()),
                parentOf(span),
                attributes.build(),
                resource,
                scope);
    }

    private static SpanContext parentOf(FinishedSpan span) {
        if (span.parentId().isEmpty()) {
            return SpanContext.getInvalid();
        }
        return span.kind() == FinishedSpan.Kind.SERVER
                ? SpanContext.createFromRemoteParent(
                        span.traceId(), span.parentId(), TraceFlags.getSampled(), TraceState.getDefault())
                : SpanContext.create(span.traceId(), span.parentId(), TraceFlags.getSampled(), TraceState.getDefault());
    }

    @Override
    public String getName() {
        return span.name();
    }

    @Override
    public SpanKind getKind() {
        return span.kind() == FinishedSpan.Kind.SERVER ? SpanKind.SERVER : SpanKind.CLIENT;
    }

    @Override
    public SpanContext getSpanContext() {
        return context;
    }

    @Override
    public SpanContext getParentSpanContext() {
        return parent;
    }

    @Override
    public StatusData getStatus() {
        return span.isError() ? StatusData.error() : StatusData.unset();
    }

    @Override
    public long getStartEpochNanos() {
        return span.beganNanos();
    }

    @Override
    public Attributes getAttributes() {
        return attributes;
    }

    @Override
    public List<EventData> getEvents() {
        return List.of();
    }

    @Override
    public List<LinkData> getLinks() {
        return List.of();
    }

    @Override
    public long getEndEpochNanos() {
        return span.endedNanos();
    }

    @Override
    public boolean hasEnded() {
        return true;
    }

    @Override
    public int getTotalRecordedEvents() {
        return 0;
    }

    @Override
    public int getTotalRecordedLinks() {
        return 0;
    }

    @Override
    public int getTotalAttributeCount() {
        return attributes.size();
    }

    /** why: the interface still asks for the name that scopes had before. */
    @Override
    @SuppressWarnings("deprecation")
    public io.opentelemetry.sdk.common.InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
        return io.opentelemetry.sdk.common.InstrumentationLibraryInfo.empty();
    }

    @Override
    public InstrumentationScopeInfo getInstrumentationScopeInfo() {
        return scope;
    }

    @Override
    public Resource getResource() {
        return resource;
    }
}
