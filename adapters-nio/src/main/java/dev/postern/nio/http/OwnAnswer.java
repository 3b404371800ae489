package dev.postern.nio.http;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.HeaderFields;
import dev.postern.domain.bytes.HeaderSink;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.failure.FailureKind;
import dev.postern.domain.failure.FailureMapping;
import java.nio.ByteBuffer;

/**
 * An error that the proxy tells a client of: a short body, plain or JSON as the client prefers, the request's id, and in
 * Proxy-Status (RFC 9209) why. Never an address, a version or a stack trace. Made anew for each error.
 */
public final class OwnAnswer implements OutgoingResponse {
    private static final Slice CONTENT_TYPE = Slice.of("Content-Type");
    private static final Slice PLAIN = Slice.of("text/plain; charset=utf-8");
    private static final Slice JSON = Slice.of("application/json");
    private static final Slice PROXY_STATUS = Slice.of("Proxy-Status");
    private static final Slice RETRY_AFTER = Slice.of("Retry-After");
    private static final Slice ALLOW = Slice.of("Allow");
    private static final Slice REQUEST_ID = Slice.of("X-Request-Id");
    private static final Slice NOTHING = new Slice();
    private static final byte[] ACCEPT = Ascii.bytes("accept");

    private final int status;
    private final String error;
    private final int retryAfterSeconds;
    private final Slice requestId;
    private final Slice allow;
    private final boolean json;
    private final byte[] body;

    private OwnAnswer(String error, int retryAfterSeconds, int status, Slice requestId, Slice allow, boolean json) {
        this.error = error;
        this.retryAfterSeconds = retryAfterSeconds;
        this.status = status;
        this.requestId = requestId;
        this.allow = allow;
        this.json = json;
        body = Ascii.bytes(json ? jsonBody() : plainBody());
    }

    /** For a head that no request could be made of. */
    public static OwnAnswer toUnreadable(FailureKind kind, Slice requestId) {
        return new OwnAnswer(
                FailureMapping.proxyStatusError(kind),
                0,
                FailureMapping.status(kind),
                requestId.copy(),
                new Slice(),
                false);
    }

    /**
     * @param allow the methods that would do, for a method that won't; else empty
     */
    public static OwnAnswer to(IncomingRequest request, FailureKind kind, Slice allow) {
        return new OwnAnswer(
                FailureMapping.proxyStatusError(kind),
                FailureMapping.retryAfterSeconds(kind),
                FailureMapping.status(kind),
                request.requestId().copy(),
                allow.copy(),
                prefersJson(request.headers()));
    }

    /** For a request that the configuration refuses. */
    public static OwnAnswer denied(IncomingRequest request, int status) {
        return new OwnAnswer(
                "http_request_denied",
                0,
                status,
                request.requestId().copy(),
                new Slice(),
                prefersJson(request.headers()));
    }

    /** All that is said to a client that speaks plain HTTP where TLS is expected. */
    public static byte[] toPlainHttp(Slice requestId) {
        String body = "400 Bad Request: this port speaks TLS; ask for https:// in place of http:// (request "
                + requestId.text() + ")\n";
        return Ascii.bytes("""
                HTTP/1.1 400 Bad Request\r
                Content-Type: text/plain; charset=utf-8\r
                Content-Length: %d\r
                Proxy-Status: postern; error=http_request_error\r
                X-Request-Id: %s\r
                Connection: close\r
                \r
                %s""".formatted(body.length(), requestId.text(), body));
    }

    private static boolean prefersJson(HeaderFields headers) {
        Slice accept = new Slice();
        return headers.find(ACCEPT, accept) && accept.text().contains("json");
    }

    private String plainBody() {
        String id = requestId.isEmpty() ? "" : " (request " + requestId.text() + ")";
        return status + " " + StatusText.of(status) + id + "\n";
    }

    private String jsonBody() {
        String id = requestId.isEmpty() ? "" : ",\"requestId\":\"" + requestId.text() + "\"";
        return "{\"status\":" + status + ",\"error\":\"" + StatusText.of(status) + "\"" + id + "}\n";
    }

    public Slice requestId() {
        return requestId;
    }

    /** The body, to be written once. */
    public ByteBuffer body() {
        return ByteBuffer.wrap(body);
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public Slice reason() {
        return NOTHING;
    }

    @Override
    public Slice upgrade() {
        return NOTHING;
    }

    @Override
    public void fields(HeaderSink sink) {
        sink.add(CONTENT_TYPE, json ? JSON : PLAIN);
        sink.add(PROXY_STATUS, Slice.of("postern; error=" + error));
        if (retryAfterSeconds > 0) {
            sink.add(RETRY_AFTER, Slice.of(Integer.toString(retryAfterSeconds)));
        }
        if (!allow.isEmpty()) {
            sink.add(ALLOW, allow);
        }
        if (!requestId.isEmpty()) {
            sink.add(REQUEST_ID, requestId);
        }
    }

    @Override
    public void trailers(HeaderFields incoming, HeaderSink sink) {
        // The body is our own, and nothing comes behind it.
    }

    @Override
    public long bodyLength() {
        return body.length;
    }
}
