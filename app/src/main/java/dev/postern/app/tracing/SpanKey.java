package dev.postern.app.tracing;

/** What spans tell, by the names that OpenTelemetry has for what HTTP says, and by our own. */
enum SpanKey {
    METHOD("http.request.method"),
    METHOD_ORIGINAL("http.request.method_original"),
    SCHEME("url.scheme"),
    PATH("url.path"),
    QUERY("url.query"),
    SERVER_ADDRESS("server.address"),
    SERVER_PORT("server.port", true),
    CLIENT_ADDRESS("client.address"),
    USER_AGENT("user_agent.original"),
    HTTP_ROUTE("http.route"),
    LISTENER("postern.listener"),
    ROUTE("postern.route"),
    UPSTREAM("postern.upstream"),
    REQUEST_ID("postern.request_id"),
    REQUEST_SIZE("http.request.body.size", true),
    RESPONSE_SIZE("http.response.body.size", true),
    STATUS("http.response.status_code", true),
    RESENDS("http.request.resend_count", true),
    CAUSE("postern.cause"),
    ABANDONED("postern.abandoned"),
    ERROR("error.type");

    private final String text;
    private final boolean number;

    SpanKey(String text) {
        this(text, false);
    }

    SpanKey(String text, boolean isNumber) {
        this.text = text;
        number = isNumber;
    }

    String text() {
        return text;
    }

    boolean isNumber() {
        return number;
    }
}
