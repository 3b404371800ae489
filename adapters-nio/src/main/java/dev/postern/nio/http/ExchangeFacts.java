package dev.postern.nio.http;

import dev.postern.domain.bytes.HeaderFields;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.config.MatchConfig;
import dev.postern.domain.config.RouteConfig;
import dev.postern.domain.failure.FailureKind;
import dev.postern.domain.failure.FailureMapping;
import dev.postern.domain.snapshot.RoutePlan;
import dev.postern.domain.upstream.EndpointStats;
import dev.postern.domain.upstream.UpstreamState;
import dev.postern.nio.loop.EventLoop;
import dev.postern.nio.tls.TlsSession;
import dev.postern.ports.telemetry.ExchangeObserver;
import dev.postern.ports.telemetry.ExchangeTrace;
import dev.postern.ports.telemetry.FinishedExchange;
import dev.postern.ports.telemetry.TlsFacts;
import org.jspecify.annotations.Nullable;

/** What is told of an exchange when it ends. An exchange owns it and uses it for request after request. */
final class ExchangeFacts implements FinishedExchange {
    private static final long NEVER = -1;

    private final EventLoop loop;
    private final ExchangeObserver observer;
    private final ServerStream stream;
    private final IncomingRequest request;
    private final Tries tries;
    private final Traced trace;
    private @Nullable KeptHead kept;
    private String listener = "";
    private String route = "";
    private @Nullable MatchConfig match;
    /** Of the match before, as it was made. */
    private @Nullable MatchConfig shownMatch;

    private String shownPattern = "";
    private int status;
    private @Nullable FailureKind failure;
    private long beganNanos;
    private long headNanos;

    ExchangeFacts(EventLoop loop, ExchangeObserver observer, ServerStream stream, Tries tries, Traced trace) {
        this.loop = loop;
        this.observer = observer;
        this.stream = stream;
        request = stream.request();
        this.tries = tries;
        this.trace = trace;
    }

    /** @param by the listener; empty where it has gone */
    void began(String by) {
        listener = by;
        beganNanos = loop.nowNanos();
        headNanos = NEVER;
        status = 0;
        failure = null;
        route = "";
        match = null;
        kept = null;
    }

    void follows(RoutePlan plan, RouteConfig by) {
        route = plan.route();
        match = by.match();
    }

    /** A response's head goes to the client. */
    void answered(int with) {
        status = with;
        headNanos = loop.nowNanos() - beganNanos;
    }

    /** The first failure is the cause of those behind it. */
    void failed(FailureKind kind) {
        if (failure == null) {
            failure = kind;
        }
    }

    void clientGone() {
        failed(FailureKind.CLIENT_GONE);
        if (status == 0) {
            status = FailureMapping.status(FailureKind.CLIENT_GONE);
        }
    }

    /** The request's head is given back before the exchange ends. */
    void keepHead() {
        kept = KeptHead.of(request, tlsOf(request), trace.traceId(request));
    }

    void finished() {
        trace.endAll();
        observer.finished(this);
        kept = null;
    }

    @Override
    public String listener() {
        return listener;
    }

    @Override
    public Slice client() {
        return kept == null ? request.clientIp() : kept.client();
    }

    @Override
    public Slice requestId() {
        return kept == null ? request.requestId() : kept.requestId();
    }

    @Override
    public Slice method() {
        return kept == null ? request.method() : kept.method();
    }

    @Override
    public Slice host() {
        return kept == null ? request.host() : kept.host();
    }

    @Override
    public Slice path() {
        return kept == null ? request.path() : kept.path();
    }

    @Override
    public Slice query() {
        return kept == null ? request.query() : kept.query();
    }

    @Override
    public HeaderFields requestHeaders() {
        return kept == null ? request.headers() : HeaderFields.NONE;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String route() {
        return route;
    }

    @Override
    public String routePattern() {
        MatchConfig by = match;
        if (by == null) {
            return "";
        }
        if (!by.equals(shownMatch)) {
            shownMatch = by;
            shownPattern = by.path()
                    .orElseGet(() -> by.prefix().map(ExchangeFacts::below).orElse(""));
        }
        return shownPattern;
    }

    private static String below(String prefix) {
        return prefix.endsWith("/") ? prefix + "*" : prefix + "/*";
    }

    @Override
    public boolean isSecure() {
        return kept == null ? request.isSecure() : kept.isSecure();
    }

    @Override
    public TlsFacts tls() {
        return kept == null ? tlsOf(request) : kept.tls();
    }

    private static TlsFacts tlsOf(IncomingRequest request) {
        TlsSession session = request.tls();
        return session == null ? TlsFacts.NONE : session.facts();
    }

    @Override
    public Slice traceId() {
        return kept == null ? trace.traceId(request) : kept.traceId();
    }

    @Override
    public ExchangeTrace trace() {
        return trace;
    }

    @Override
    public String upstream() {
        UpstreamState upstream = tries.upstream();
        return upstream == null ? "" : upstream.upstream().name();
    }

    @Override
    public String endpoint() {
        EndpointStats endpoint = tries.last();
        return endpoint == null ? "" : endpoint.text();
    }

    @Override
    public int attempts() {
        return tries.last() == null ? 0 : tries.made();
    }

    @Override
    public long bytesIn() {
        return stream.requestBytes();
    }

    @Override
    public long bytesOut() {
        return stream.responseBytes();
    }

    @Override
    public long totalNanos() {
        return loop.nowNanos() - beganNanos;
    }

    @Override
    public long queueNanos() {
        return tries.searchedNanos();
    }

    @Override
    public long parseNanos() {
        return stream.parseNanos();
    }

    @Override
    public long connectNanos() {
        return tries.connectNanos();
    }

    @Override
    public long firstByteNanos() {
        return headNanos;
    }

    @Override
    public long upstreamNanos() {
        return tries.last() == null ? 0 : loop.nowNanos() - tries.askedAt();
    }

    @Override
    public String cause() {
        return failure == null ? "" : failure.code();
    }
}
