package dev.postern.nio.http;

import dev.postern.domain.bytes.HeaderFields;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.failure.FailureKind;
import dev.postern.ports.telemetry.ExchangeTrace;
import dev.postern.ports.telemetry.FinishedExchange;
import dev.postern.ports.telemetry.TlsFacts;

/** What is told of a head that no request could be made of. */
public record RefusedRequest(String listener, Slice client, FailureKind kind, OwnAnswer answer)
        implements FinishedExchange {
    private static final Slice NOTHING = new Slice();

    @Override
    public Slice requestId() {
        return answer.requestId();
    }

    @Override
    public Slice method() {
        return NOTHING;
    }

    @Override
    public Slice host() {
        return NOTHING;
    }

    @Override
    public Slice path() {
        return NOTHING;
    }

    @Override
    public Slice query() {
        return NOTHING;
    }

    @Override
    public HeaderFields requestHeaders() {
        return HeaderFields.NONE;
    }

    @Override
    public int status() {
        return answer.status();
    }

    @Override
    public String route() {
        return "";
    }

    @Override
    public String routePattern() {
        return "";
    }

    @Override
    public boolean isSecure() {
        return false;
    }

    @Override
    public TlsFacts tls() {
        return TlsFacts.NONE;
    }

    @Override
    public Slice traceId() {
        return NOTHING;
    }

    @Override
    public ExchangeTrace trace() {
        return ExchangeTrace.NONE;
    }

    @Override
    public String upstream() {
        return "";
    }

    @Override
    public String endpoint() {
        return "";
    }

    @Override
    public int attempts() {
        return 0;
    }

    @Override
    public long bytesIn() {
        return 0;
    }

    @Override
    public long bytesOut() {
        return answer.bodyLength();
    }

    @Override
    public long totalNanos() {
        return 0;
    }

    @Override
    public long queueNanos() {
        return 0;
    }

    @Override
    public long parseNanos() {
        return 0;
    }

    @Override
    public long connectNanos() {
        return 0;
    }

    @Override
    public long firstByteNanos() {
        return 0;
    }

    @Override
    public long upstreamNanos() {
        return 0;
    }

    @Override
    public String cause() {
        return kind.code();
    }
}
