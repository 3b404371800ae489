package dev.postern.app.tracing;

import dev.postern.app.tracing.FinishedSpan.Kind;
import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.rewrite.Redaction;
import dev.postern.ports.telemetry.ExchangeTrace;
import dev.postern.ports.telemetry.FinishedExchange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes of a request that is sampled its span and those of its tries, with the names that OpenTelemetry has for what HTTP
 * says. One worker's.
 */
final class SpanMaker {
    /** Others are told as they were sent, but not as a method: names of spans must not be a stranger's. */
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "QUERY");

    private static final byte[] USER_AGENT = Ascii.bytes("user-agent");
    private static final int LONGEST = 1024;

    private final Redaction redaction;
    private final Slice value = new Slice();

    /** @param redact names of query parameters whose values are nobody's business */
    SpanMaker(List<String> redact) {
        redaction = new Redaction(redact);
    }

    /** The request's own first. */
    List<FinishedSpan> spansOf(FinishedExchange exchange) {
        Instant now = Instant.now();
        long endedNanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
        long beganNanos = endedNanos - exchange.totalNanos();
        ExchangeTrace trace = exchange.trace();
        List<FinishedSpan> spans = new ArrayList<>(1 + trace.tryCount());
        spans.add(server(exchange, beganNanos, endedNanos));
        for (int i = 0; i < trace.tryCount(); i++) {
            spans.add(client(exchange, trace.tryAt(i), beganNanos));
        }
        return spans;
    }

    private FinishedSpan server(FinishedExchange exchange, long beganNanos, long endedNanos) {
        ExchangeTrace trace = exchange.trace();
        Map<String, Object> attributes = new HashMap<>(32);
        String method = method(exchange, attributes);
        attributes.put("url.scheme", exchange.isSecure() ? "https" : "http");
        attributes.put("url.path", text(exchange.path()));
        if (!exchange.query().isEmpty()) {
            attributes.put("url.query", text(redaction.query(exchange.query())));
        }
        put("server.address", text(exchange.host()), attributes);
        put("client.address", text(exchange.client()), attributes);
        if (exchange.requestHeaders().find(USER_AGENT, value)) {
            attributes.put("user_agent.original", text(value));
        }
        put("http.route", exchange.routePattern(), attributes);
        put("postern.listener", exchange.listener(), attributes);
        put("postern.route", exchange.route(), attributes);
        put("postern.upstream", exchange.upstream(), attributes);
        put("postern.request_id", text(exchange.requestId()), attributes);
        attributes.put("http.request.body.size", exchange.bytesIn());
        attributes.put("http.response.body.size", exchange.bytesOut());
        put("postern.cause", exchange.cause(), attributes);
        boolean isError = isError(exchange.status(), exchange.cause(), 500, attributes);
        String name = exchange.routePattern().isEmpty() ? method : method + " " + exchange.routePattern();
        return new FinishedSpan(
                Kind.SERVER,
                text(trace.traceId()),
                text(trace.spanId()),
                text(trace.parentId()),
                name,
                beganNanos,
                endedNanos,
                attributes,
                isError);
    }

    private static FinishedSpan client(FinishedExchange exchange, ExchangeTrace.Try one, long exchangeNanos) {
        Map<String, Object> attributes = new HashMap<>(16);
        String method = method(exchange, attributes);
        String endpoint = one.endpoint();
        int colon = endpoint.lastIndexOf(':');
        long port = portAt(endpoint, colon + 1);
        attributes.put("server.address", port > 0 ? endpoint.substring(0, colon) : endpoint);
        if (port > 0) {
            attributes.put("server.port", port);
        }
        if (one.number() > 1) {
            attributes.put("http.request.resend_count", one.number() - 1L);
        }
        put("postern.upstream", exchange.upstream(), attributes);
        put("postern.cause", one.cause(), attributes);
        if (one.isAbandoned()) {
            attributes.put("postern.abandoned", "true");
        }
        boolean isError = isError(one.status(), one.cause(), 400, attributes);
        return new FinishedSpan(
                Kind.CLIENT,
                text(exchange.trace().traceId()),
                text(one.spanId()),
                text(exchange.trace().spanId()),
                method,
                exchangeNanos + one.beganNanos(),
                exchangeNanos + one.endedNanos(),
                attributes,
                isError);
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

    private static String method(FinishedExchange exchange, Map<String, Object> attributes) {
        String method = text(exchange.method());
        boolean isKnown = METHODS.contains(method);
        attributes.put("http.request.method", isKnown ? method : "_OTHER");
        if (!isKnown) {
            attributes.put("http.request.method_original", method);
        }
        return isKnown ? method : "HTTP";
    }

    /** A client that left is no error of whoever it left. */
    private static boolean isError(int status, String cause, int fromStatus, Map<String, Object> attributes) {
        if (status > 0) {
            attributes.put("http.response.status_code", (long) status);
        }
        boolean isFailed = !cause.isEmpty() && !cause.startsWith("client/");
        boolean isError =
                (isFailed && (status == 0 || status >= fromStatus)) || (status >= fromStatus && status != 499);
        if (isError) {
            attributes.put("error.type", cause.isEmpty() ? String.valueOf(status) : cause);
        }
        return isError;
    }

    private static void put(String key, String text, Map<String, Object> attributes) {
        if (!text.isEmpty()) {
            attributes.put(key, text);
        }
    }

    private static String text(Slice of) {
        return of.length() <= LONGEST ? of.text() : of.text().substring(0, LONGEST);
    }
}
