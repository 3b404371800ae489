package dev.postern.app.tracing;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.rewrite.Redaction;
import dev.postern.ports.telemetry.ExchangeTrace;
import dev.postern.ports.telemetry.FinishedExchange;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes the spans of a request as OTLP has them: its own first, then one for each of its tries, each as a field of the
 * message of all spans. What they tell stands in the order of its names. One worker's.
 */
final class SpanEncoder {
    /** Of a message of spans. */
    static final int SPANS = 2;

    // ---- fields of a span

    private static final int TRACE_ID = 1;
    private static final int SPAN_ID = 2;
    private static final int PARENT_ID = 4;
    private static final int NAME = 5;
    private static final int KIND = 6;
    private static final int BEGAN = 7;
    private static final int ENDED = 8;
    private static final int ATTRIBUTES = 9;
    private static final int STATUS = 15;
    private static final int FLAGS = 16;

    // ---- fields of an attribute and of its value

    static final int KEY = 1;
    static final int VALUE = 2;

    private static final int TEXT = 1;
    private static final int NUMBER = 3;

    private static final int SERVER = 2;
    private static final int CLIENT = 3;
    private static final int FIRST_SERVER_ERROR = 500;
    private static final int FIRST_CLIENT_ERROR = 400;
    /** Of a status: its field, and what it says. */
    private static final int CODE = 3;

    private static final int ERROR = 2;

    private static final int SAMPLED = 0x1;
    private static final int KNOWS_IF_REMOTE = 0x100;
    private static final int PARENT_IS_REMOTE = 0x200;

    /** Others are told as they were sent, but not as a method: names of spans must not be a stranger's. */
    private static final List<String> METHODS =
            List.of("GET", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "QUERY");

    private static final byte[][] METHOD_BYTES =
            METHODS.stream().map(Ascii::bytes).toArray(byte[][]::new);
    private static final byte[] USER_AGENT = Ascii.bytes("user-agent");
    /** Of any one text that a stranger sent: what is longer is cut. */
    private static final int LONGEST = 1024;

    private final ProtoWriter out = new ProtoWriter();
    private final Slice userAgent = new Slice();
    /** Empty where a stranger made it up. */
    private String method = "";

    /**
     * Holds until the next one.
     *
     * @param redaction of what is nobody's business in a query
     * @param endedNanos since 1970
     */
    ProtoWriter encode(FinishedExchange exchange, Redaction redaction, long endedNanos) {
        out.clear();
        method = known(exchange.method());
        long beganNanos = endedNanos - exchange.totalNanos();
        server(exchange, redaction, beganNanos, endedNanos);
        ExchangeTrace trace = exchange.trace();
        for (int i = 0; i < trace.tryCount(); i++) {
            client(exchange, trace.tryAt(i), beganNanos);
        }
        return out;
    }

    private static String known(Slice method) {
        for (int i = 0; i < METHOD_BYTES.length; i++) {
            if (method.is(METHOD_BYTES[i])) {
                return METHODS.get(i);
            }
        }
        return "";
    }

    /** The request as this proxy served it. */
    private void server(FinishedExchange exchange, Redaction redaction, long beganNanos, long endedNanos) {
        ExchangeTrace trace = exchange.trace();
        boolean isError = isError(exchange.status(), exchange.cause(), FIRST_SERVER_ERROR);
        String pattern = exchange.routePattern();
        int start = begin(trace, trace.spanId(), trace.parentId());
        name(pattern.isEmpty() ? nameOfMethod() : nameOfMethod() + ' ' + pattern, SERVER);
        out.fixed64(BEGAN, beganNanos);
        out.fixed64(ENDED, endedNanos);
        tellIfAny(SpanKey.CLIENT_ADDRESS, exchange.client());
        tellError(isError, exchange.status(), exchange.cause());
        tell(SpanKey.REQUEST_SIZE, exchange.bytesIn());
        tellMethod(exchange.method());
        tell(SpanKey.RESPONSE_SIZE, exchange.bytesOut());
        tellStatus(exchange.status());
        tellIfAny(SpanKey.HTTP_ROUTE, pattern);
        tellIfAny(SpanKey.CAUSE, exchange.cause());
        tellIfAny(SpanKey.LISTENER, exchange.listener());
        tellIfAny(SpanKey.REQUEST_ID, exchange.requestId());
        tellIfAny(SpanKey.ROUTE, exchange.route());
        tellIfAny(SpanKey.UPSTREAM, exchange.upstream());
        tellIfAny(SpanKey.SERVER_ADDRESS, exchange.host());
        tell(SpanKey.PATH, exchange.path());
        tellIfAny(SpanKey.QUERY, redaction.query(exchange.query()));
        tell(SpanKey.SCHEME, exchange.isSecure() ? "https" : "http");
        if (exchange.requestHeaders().find(USER_AGENT, userAgent)) {
            tellIfAny(SpanKey.USER_AGENT, userAgent);
        }
        end(start, isError, !trace.parentId().isEmpty());
    }

    /** A try of it at an endpoint. */
    private void client(FinishedExchange exchange, ExchangeTrace.Try one, long beganNanos) {
        ExchangeTrace trace = exchange.trace();
        boolean isError = isError(one.status(), one.cause(), FIRST_CLIENT_ERROR);
        int start = begin(trace, one.spanId(), trace.spanId());
        name(nameOfMethod(), CLIENT);
        out.fixed64(BEGAN, beganNanos + one.beganNanos());
        out.fixed64(ENDED, beganNanos + one.endedNanos());
        tellError(isError, one.status(), one.cause());
        tellMethod(exchange.method());
        if (one.number() > 1) {
            tell(SpanKey.RESENDS, one.number() - 1L);
        }
        tellStatus(one.status());
        if (one.isAbandoned()) {
            tell(SpanKey.ABANDONED, "true");
        }
        tellIfAny(SpanKey.CAUSE, one.cause());
        tellIfAny(SpanKey.UPSTREAM, exchange.upstream());
        tellEndpoint(one.endpoint());
        end(start, isError, false);
    }

    private int begin(ExchangeTrace trace, Slice spanId, Slice parentId) {
        int start = out.begin(SPANS);
        out.fromHex(TRACE_ID, trace.traceId());
        out.fromHex(SPAN_ID, spanId);
        if (!parentId.isEmpty()) {
            out.fromHex(PARENT_ID, parentId);
        }
        return start;
    }

    private void name(String name, int kind) {
        out.bytes(NAME, name.getBytes(StandardCharsets.UTF_8));
        out.number(KIND, kind);
    }

    private void end(int start, boolean isError, boolean isParentRemote) {
        int status = out.begin(STATUS);
        if (isError) {
            out.number(CODE, ERROR);
        }
        out.end(status);
        out.fixed32(FLAGS, SAMPLED | KNOWS_IF_REMOTE | (isParentRemote ? PARENT_IS_REMOTE : 0));
        out.end(start);
    }

    /** A client that left is no error of whoever it left. */
    private static boolean isError(int status, String cause, int fromStatus) {
        boolean isFailed = !cause.isEmpty() && !cause.startsWith("client/");
        return (isFailed && (status == 0 || status >= fromStatus)) || (status >= fromStatus && status != 499);
    }

    /** As it stands in the names of spans. */
    private String nameOfMethod() {
        return method.isEmpty() ? "HTTP" : method;
    }

    private void tellMethod(Slice original) {
        tell(SpanKey.METHOD, method.isEmpty() ? "_OTHER" : method);
        if (method.isEmpty()) {
            tell(SpanKey.METHOD_ORIGINAL, original);
        }
    }

    private void tellStatus(int status) {
        if (status > 0) {
            tell(SpanKey.STATUS, status);
        }
    }

    private void tellError(boolean isError, int status, String cause) {
        if (isError) {
            tell(SpanKey.ERROR, cause.isEmpty() ? String.valueOf(status) : cause);
        }
    }

    private void tellEndpoint(String endpoint) {
        int colon = endpoint.lastIndexOf(':');
        long port = portAt(endpoint, colon + 1);
        tell(SpanKey.SERVER_ADDRESS, port > 0 ? endpoint.substring(0, colon) : endpoint);
        if (port > 0) {
            tell(SpanKey.SERVER_PORT, port);
        }
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

    private void tellIfAny(byte[] key, Slice text) {
        if (!text.isEmpty()) {
            tell(key, text);
        }
    }

    private void tellIfAny(byte[] key, String text) {
        if (!text.isEmpty()) {
            tell(key, text);
        }
    }

    private void tell(byte[] key, Slice text) {
        int end = text.start() + Math.min(text.length(), LONGEST);
        int size = ProtoWriter.utf8Size(text.array(), text.start(), end);
        beginValue(key, ProtoWriter.sizeOfBytes(size));
        out.text(TEXT, text.array(), text.start(), end, size);
    }

    /** A text of our own, which is as long as it is. */
    private void tell(byte[] key, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        beginValue(key, ProtoWriter.sizeOfBytes(bytes.length));
        out.bytes(TEXT, bytes);
    }

    private void tell(byte[] key, long number) {
        beginValue(key, 1 + ProtoWriter.sizeOf(number));
        out.number(NUMBER, number);
    }

    private void beginValue(byte[] key, int length) {
        out.beginBytes(ATTRIBUTES, key.length + ProtoWriter.sizeOf(length) + length);
        out.raw(key);
        out.size(length);
    }
}
