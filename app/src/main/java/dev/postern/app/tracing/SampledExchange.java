package dev.postern.app.tracing;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.rewrite.Redaction;
import dev.postern.ports.telemetry.ExchangeTrace;
import dev.postern.ports.telemetry.FinishedExchange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What the spans of a request that is sampled are made of: bytes and numbers, copied when it ended. A worker fills it and the
 * sender reads it, never both at a time ({@link SampledRing}); it is used for request after request.
 */
final class SampledExchange {
    /** Others are told as they were sent, but not as a method: names of spans must not be a stranger's. */
    private static final List<String> METHODS =
            List.of("GET", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "QUERY");

    private static final byte[][] METHOD_BYTES =
            METHODS.stream().map(Ascii::bytes).toArray(byte[][]::new);
    private static final byte[] USER_AGENT = Ascii.bytes("user-agent");
    /** Of any one text: what is longer is cut. */
    private static final int LONGEST = 1024;

    private static final int USUAL_BYTES = 512;
    /** What has grown beyond this is given up again. */
    private static final int MOST_BYTES = 2048;

    private final ServerSpan span = new ServerSpan(this);
    private final List<SampledTry> tries = new ArrayList<>(1);
    private final Slice traceId = new Slice();
    private final Slice spanId = new Slice();
    private final Slice parentId = new Slice();
    private final Slice method = new Slice();
    private final Slice host = new Slice();
    private final Slice path = new Slice();
    private final Slice query = new Slice();
    private final Slice client = new Slice();
    private final Slice userAgent = new Slice();
    private final Slice requestId = new Slice();

    private byte[] text = {};
    private int used;
    private String listener = "";
    private String route = "";
    private String pattern = "";
    private String upstream = "";
    private String cause = "";
    private boolean secure;
    private int tryCount;
    private int status;
    private long bytesIn;
    private long bytesOut;
    private long beganNanos;
    private long endedNanos;

    /** @param redaction of what is nobody's business in a query */
    void copy(FinishedExchange from, Redaction redaction) {
        if (text.length == 0 || text.length > MOST_BYTES) {
            text = new byte[USUAL_BYTES];
        }
        used = 0;
        copyTimes(from);
        copyTexts(from, redaction);
        listener = from.listener();
        route = from.route();
        pattern = from.routePattern();
        upstream = from.upstream();
        cause = from.cause();
        secure = from.isSecure();
        status = from.status();
        bytesIn = from.bytesIn();
        bytesOut = from.bytesOut();
        copyTries(from.trace());
    }

    private void copyTimes(FinishedExchange from) {
        Instant now = Instant.now();
        endedNanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
        beganNanos = endedNanos - from.totalNanos();
    }

    private void copyTexts(FinishedExchange from, Redaction redaction) {
        ExchangeTrace trace = from.trace();
        keep(trace.traceId(), traceId);
        keep(trace.spanId(), spanId);
        keep(trace.parentId(), parentId);
        keep(from.method(), method);
        keep(from.host(), host);
        keep(from.path(), path);
        keep(redaction.query(from.query()), query);
        keep(from.client(), client);
        keep(from.requestId(), requestId);
        if (from.requestHeaders().find(USER_AGENT, userAgent)) {
            keep(userAgent, userAgent);
        } else {
            userAgent.clear();
        }
    }

    private void copyTries(ExchangeTrace trace) {
        tryCount = trace.tryCount();
        for (int i = 0; i < tryCount; i++) {
            if (i == tries.size()) {
                tries.add(new SampledTry(this));
            }
            SampledTry one = tries.get(i);
            one.copy(trace.tryAt(i));
            keep(trace.tryAt(i).spanId(), one.spanId());
        }
    }

    private void keep(Slice from, Slice into) {
        int length = Math.min(from.length(), LONGEST);
        if (text.length - used < length) {
            // why not copied: the slices so far keep the array that they show.
            text = new byte[Math.max(2 * text.length, length)];
            used = 0;
        }
        System.arraycopy(from.array(), from.start(), text, used, length);
        into.set(text, used, used + length);
        used += length;
    }

    // ---- its spans

    int spanCount() {
        return 1 + tryCount;
    }

    /** The request's own first. */
    void forEachSpan(Consumer<FinishedSpan> action) {
        action.accept(span);
        for (int i = 0; i < tryCount; i++) {
            action.accept(tries.get(i).span());
        }
    }

    void tellMethod(SpanReader to) {
        String known = knownMethod();
        to.text(SpanKey.METHOD, known.isEmpty() ? "_OTHER" : known);
        if (known.isEmpty()) {
            to.text(SpanKey.METHOD_ORIGINAL, method);
        }
    }

    /** As it stands in the names of spans. */
    String nameOfMethod() {
        String known = knownMethod();
        return known.isEmpty() ? "HTTP" : known;
    }

    private String knownMethod() {
        for (int i = 0; i < METHOD_BYTES.length; i++) {
            if (method.is(METHOD_BYTES[i])) {
                return METHODS.get(i);
            }
        }
        return "";
    }

    // ---- what was copied

    Slice traceId() {
        return traceId;
    }

    Slice spanId() {
        return spanId;
    }

    Slice parentId() {
        return parentId;
    }

    Slice host() {
        return host;
    }

    Slice path() {
        return path;
    }

    Slice query() {
        return query;
    }

    Slice client() {
        return client;
    }

    Slice userAgent() {
        return userAgent;
    }

    Slice requestId() {
        return requestId;
    }

    String listener() {
        return listener;
    }

    String route() {
        return route;
    }

    String pattern() {
        return pattern;
    }

    String upstream() {
        return upstream;
    }

    String cause() {
        return cause;
    }

    boolean isSecure() {
        return secure;
    }

    int status() {
        return status;
    }

    long bytesIn() {
        return bytesIn;
    }

    long bytesOut() {
        return bytesOut;
    }

    /** Since 1970. */
    long beganNanos() {
        return beganNanos;
    }

    long endedNanos() {
        return endedNanos;
    }
}
