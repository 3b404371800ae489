package dev.postern.app.tracing;

import dev.postern.domain.bytes.Slice;

/** A request as this proxy served it. */
record ServerSpan(SampledExchange exchange) implements FinishedSpan {
    private static final int FIRST_ERROR = 500;

    @Override
    public Slice spanId() {
        return exchange.spanId();
    }

    @Override
    public Slice parentId() {
        return exchange.parentId();
    }

    @Override
    public String name() {
        String method = exchange.nameOfMethod();
        return exchange.pattern().isEmpty() ? method : method + " " + exchange.pattern();
    }

    @Override
    public long beganNanos() {
        return exchange.beganNanos();
    }

    @Override
    public long endedNanos() {
        return exchange.endedNanos();
    }

    @Override
    public boolean isError() {
        return FinishedSpan.isError(exchange.status(), exchange.cause(), FIRST_ERROR);
    }

    @Override
    public void tell(SpanReader to) {
        exchange.tellMethod(to);
        to.text(SpanKey.SCHEME, exchange.isSecure() ? "https" : "http");
        to.text(SpanKey.PATH, exchange.path());
        FinishedSpan.tellIfAny(SpanKey.QUERY, exchange.query(), to);
        FinishedSpan.tellIfAny(SpanKey.SERVER_ADDRESS, exchange.host(), to);
        FinishedSpan.tellIfAny(SpanKey.CLIENT_ADDRESS, exchange.client(), to);
        FinishedSpan.tellIfAny(SpanKey.USER_AGENT, exchange.userAgent(), to);
        FinishedSpan.tellIfAny(SpanKey.HTTP_ROUTE, exchange.pattern(), to);
        FinishedSpan.tellIfAny(SpanKey.LISTENER, exchange.listener(), to);
        FinishedSpan.tellIfAny(SpanKey.ROUTE, exchange.route(), to);
        FinishedSpan.tellIfAny(SpanKey.UPSTREAM, exchange.upstream(), to);
        FinishedSpan.tellIfAny(SpanKey.REQUEST_ID, exchange.requestId(), to);
        to.number(SpanKey.REQUEST_SIZE, exchange.bytesIn());
        to.number(SpanKey.RESPONSE_SIZE, exchange.bytesOut());
        tellEnd(exchange.status(), exchange.cause(), to);
    }
}
