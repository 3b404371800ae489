package dev.postern.app.tracing;

import dev.postern.domain.bytes.Ascii;
import java.util.Arrays;

/**
 * What spans tell, by the names that OpenTelemetry has for what HTTP says, and by our own; as they are written, up to where
 * the length of the value stands.
 */
final class SpanKey {
    static final byte[] METHOD = key("http.request.method");
    static final byte[] METHOD_ORIGINAL = key("http.request.method_original");
    static final byte[] SCHEME = key("url.scheme");
    static final byte[] PATH = key("url.path");
    static final byte[] QUERY = key("url.query");
    static final byte[] SERVER_ADDRESS = key("server.address");
    static final byte[] SERVER_PORT = key("server.port");
    static final byte[] CLIENT_ADDRESS = key("client.address");
    static final byte[] USER_AGENT = key("user_agent.original");
    static final byte[] HTTP_ROUTE = key("http.route");
    static final byte[] LISTENER = key("postern.listener");
    static final byte[] ROUTE = key("postern.route");
    static final byte[] UPSTREAM = key("postern.upstream");
    static final byte[] REQUEST_ID = key("postern.request_id");
    static final byte[] REQUEST_SIZE = key("http.request.body.size");
    static final byte[] RESPONSE_SIZE = key("http.response.body.size");
    static final byte[] STATUS = key("http.response.status_code");
    static final byte[] RESENDS = key("http.request.resend_count");
    static final byte[] CAUSE = key("postern.cause");
    static final byte[] ABANDONED = key("postern.abandoned");
    static final byte[] ERROR = key("error.type");

    private SpanKey() {}

    private static byte[] key(String name) {
        ProtoWriter out = new ProtoWriter();
        out.bytes(SpanEncoder.KEY, Ascii.bytes(name));
        int start = out.length();
        out.beginBytes(SpanEncoder.VALUE, 0);
        return Arrays.copyOf(out.array(), start + 1);
    }
}
