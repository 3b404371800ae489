package dev.postern.domain.failure;

/** What the client is told of a failure: a status code, when to come back, and the error of {@code Proxy-Status}. */
public final class FailureMapping {
    private static final int NO_ENDPOINT_RETRY_SECONDS = 5;
    private static final int SHORT_RETRY_SECONDS = 1;

    private FailureMapping() {}

    /** For {@link FailureKind#CLIENT_GONE} it is what the access log shows; nobody receives it. */
    public static int status(FailureKind kind) {
        return switch (kind) {
            case BAD_REQUEST -> 400;
            case NO_ROUTE -> 404;
            case METHOD_NOT_ALLOWED -> 405;
            case REQUEST_TIMEOUT -> 408;
            case BODY_TOO_LARGE -> 413;
            case TARGET_TOO_LONG -> 414;
            case EXPECTATION_FAILED -> 417;
            case MISDIRECTED -> 421;
            case HEAD_TOO_LARGE -> 431;
            case CLIENT_GONE -> 499;
            case INTERNAL -> 500;
            case METHOD_NOT_IMPLEMENTED -> 501;
            case NAME_NOT_RESOLVED,
                    CONNECT_REFUSED,
                    CONNECT_UNREACHABLE,
                    TLS_HANDSHAKE,
                    TLS_CERTIFICATE,
                    CONNECTION_RESET,
                    STALE_CONNECTION,
                    MALFORMED_RESPONSE,
                    RESPONSE_HEAD_TOO_LARGE,
                    RESPONSE_INCOMPLETE,
                    UPGRADE_FAILED -> 502;
            case NO_ENDPOINT, AT_LIMIT, OUT_OF_DESCRIPTORS, SHUTTING_DOWN, OVERLOADED -> 503;
            case CONNECT_TIMEOUT, RESPONSE_TIMEOUT, EXCHANGE_TIMEOUT -> 504;
            case VERSION_NOT_SUPPORTED -> 505;
        };
    }

    /** The value of {@code Retry-After}; 0 where the header does not belong. */
    public static int retryAfterSeconds(FailureKind kind) {
        return switch (kind) {
            case NO_ENDPOINT -> NO_ENDPOINT_RETRY_SECONDS;
            case AT_LIMIT, OUT_OF_DESCRIPTORS, SHUTTING_DOWN, OVERLOADED -> SHORT_RETRY_SECONDS;
            default -> 0;
        };
    }

    /** The value of the {@code error} parameter, RFC 9209 §2.3. */
    public static String proxyStatusError(FailureKind kind) {
        return switch (kind) {
            case BAD_REQUEST,
                    MISDIRECTED,
                    TARGET_TOO_LONG,
                    HEAD_TOO_LARGE,
                    BODY_TOO_LARGE,
                    EXPECTATION_FAILED,
                    VERSION_NOT_SUPPORTED,
                    REQUEST_TIMEOUT,
                    CLIENT_GONE -> "http_request_error";
            case METHOD_NOT_ALLOWED, METHOD_NOT_IMPLEMENTED -> "http_request_denied";
            case NO_ROUTE -> "destination_not_found";
            case NO_ENDPOINT, SHUTTING_DOWN -> "destination_unavailable";
            case AT_LIMIT -> "connection_limit_reached";
            case INTERNAL, OUT_OF_DESCRIPTORS -> "proxy_internal_error";
            case OVERLOADED -> "proxy_internal_response";
            case NAME_NOT_RESOLVED -> "dns_error";
            case CONNECT_REFUSED -> "connection_refused";
            case CONNECT_UNREACHABLE -> "destination_ip_unroutable";
            case CONNECT_TIMEOUT -> "connection_timeout";
            case TLS_HANDSHAKE -> "tls_protocol_error";
            case TLS_CERTIFICATE -> "tls_certificate_error";
            case CONNECTION_RESET, STALE_CONNECTION -> "connection_terminated";
            case RESPONSE_TIMEOUT, EXCHANGE_TIMEOUT -> "http_response_timeout";
            case MALFORMED_RESPONSE -> "http_protocol_error";
            case RESPONSE_HEAD_TOO_LARGE -> "http_response_header_section_size";
            case RESPONSE_INCOMPLETE -> "http_response_incomplete";
            case UPGRADE_FAILED -> "http_upgrade_failed";
        };
    }
}
