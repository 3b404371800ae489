package dev.postern.nio.http;

import dev.postern.domain.bytes.Slice;
import dev.postern.domain.failure.FailureKind;
import dev.postern.domain.trace.TraceContext;
import dev.postern.domain.upstream.EndpointStats;
import dev.postern.ports.telemetry.ExchangeTrace;
import org.jspecify.annotations.Nullable;

/** One try of an exchange for its trace. The exchange's trace owns it and uses it again. */
final class TracedTry implements ExchangeTrace.Try {
    private static final long NOT_YET = -1;

    private final byte[] id = new byte[TraceContext.SPAN_LENGTH];
    private final Slice spanId = new Slice().set(id, 0, id.length);
    private @Nullable EndpointStats endpoint;
    private int number;
    private long beganNanos;
    private long endedNanos;
    private int status;
    private @Nullable FailureKind failure;
    private boolean abandoned;

    void begin(int which, EndpointStats at, long nanos) {
        endpoint = at;
        number = which;
        beganNanos = nanos;
        endedNanos = NOT_YET;
        status = 0;
        failure = null;
        abandoned = false;
    }

    byte[] id() {
        return id;
    }

    void answered(int with) {
        status = with;
    }

    void failed(FailureKind kind) {
        failure = kind;
    }

    /** Its answer is not waited for any more. */
    void abandon() {
        abandoned = true;
    }

    /** The first end counts. */
    void end(long nanos) {
        if (endedNanos == NOT_YET) {
            endedNanos = nanos;
        }
    }

    @Override
    public Slice spanId() {
        return spanId;
    }

    @Override
    public String endpoint() {
        return endpoint == null ? "" : endpoint.text();
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public long beganNanos() {
        return beganNanos;
    }

    @Override
    public long endedNanos() {
        return endedNanos;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String cause() {
        return failure == null ? "" : failure.code();
    }

    @Override
    public boolean isAbandoned() {
        return abandoned && failure == null;
    }
}
