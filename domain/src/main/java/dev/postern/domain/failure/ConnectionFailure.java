package dev.postern.domain.failure;

/** What ends connections that carry no requests, beside what {@link FailureKind} knows. */
public enum ConnectionFailure {
    /** Its PROXY header is missing, wrong or late. */
    PROXY_HEADER("client/proxy-header"),
    /** A stranger at a listener that takes PROXY headers. */
    NOT_TRUSTED("client/not-trusted"),
    /** The client shook no hands with us, or not in time. */
    TLS_HANDSHAKE("client/tls-handshake"),
    CLIENT_RESET("client/reset"),
    ENDPOINT_RESET("upstream/reset"),
    /** Nobody said anything for too long. */
    IDLE("proxy/idle-timeout");

    private final String code;

    ConnectionFailure(String code) {
        this.code = code;
    }

    /** For programs, as access logs have it. */
    public String code() {
        return code;
    }
}
