package dev.postern.app.tracing;

import dev.postern.domain.bytes.Slice;

/** A try of a request at an endpoint. */
record ClientSpan(SampledExchange exchange, SampledTry one) implements FinishedSpan {
    private static final int FIRST_ERROR = 400;

    @Override
    public Slice spanId() {
        return one.spanId();
    }

    @Override
    public Slice parentId() {
        return exchange.spanId();
    }

    @Override
    public String name() {
        return exchange.nameOfMethod();
    }

    @Override
    public long beganNanos() {
        return exchange.beganNanos() + one.beganNanos();
    }

    @Override
    public long endedNanos() {
        return exchange.beganNanos() + one.endedNanos();
    }

    @Override
    public boolean isError() {
        return FinishedSpan.isError(one.status(), one.cause(), FIRST_ERROR);
    }

    @Override
    public void tell(SpanReader to) {
        exchange.tellMethod(to);
        String endpoint = one.endpoint();
        int colon = endpoint.lastIndexOf(':');
        long port = portAt(endpoint, colon + 1);
        to.text(SpanKey.SERVER_ADDRESS, port > 0 ? endpoint.substring(0, colon) : endpoint);
        if (port > 0) {
            to.number(SpanKey.SERVER_PORT, port);
        }
        if (one.number() > 1) {
            to.number(SpanKey.RESENDS, one.number() - 1L);
        }
        FinishedSpan.tellIfAny(SpanKey.UPSTREAM, exchange.upstream(), to);
        if (one.isAbandoned()) {
            to.text(SpanKey.ABANDONED, "true");
        }
        tellEnd(one.status(), one.cause(), to);
    }

    /** 0 where no port stands there, as in the path of a Unix-domain socket. */
    private static long portAt(String endpoint, int start) {
        long port = 0;
        for (int i = start; i < endpoint.length(); i++) {
            int digit = endpoint.charAt(i) - '0';
            if (start == 0 || digit < 0 || digit > 9 || i - start == 5) {
                return 0;
            }
            port = port * 10 + digit;
        }
        return port;
    }
}
