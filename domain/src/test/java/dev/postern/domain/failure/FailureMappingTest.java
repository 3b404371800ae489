package dev.postern.domain.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FailureMappingTest {
    /** RFC 9209 §2.3. */
    private static final Set<String> REGISTERED = Set.of(
            "dns_timeout",
            "dns_error",
            "destination_not_found",
            "destination_unavailable",
            "destination_ip_prohibited",
            "destination_ip_unroutable",
            "connection_refused",
            "connection_terminated",
            "connection_timeout",
            "connection_read_timeout",
            "connection_write_timeout",
            "connection_limit_reached",
            "tls_protocol_error",
            "tls_certificate_error",
            "tls_alert_received",
            "http_request_error",
            "http_request_denied",
            "http_response_incomplete",
            "http_response_header_section_size",
            "http_response_header_size",
            "http_response_body_size",
            "http_response_trailer_section_size",
            "http_response_trailer_size",
            "http_response_transfer_coding",
            "http_response_content_coding",
            "http_response_timeout",
            "http_upgrade_failed",
            "http_protocol_error",
            "proxy_internal_response",
            "proxy_internal_error",
            "proxy_configuration_error",
            "proxy_loop_detected");

    @ParameterizedTest
    @CsvSource({
        "BAD_REQUEST,             400, http_request_error",
        "NO_ROUTE,                404, destination_not_found",
        "METHOD_NOT_ALLOWED,      405, http_request_denied",
        "REQUEST_TIMEOUT,         408, http_request_error",
        "BODY_TOO_LARGE,          413, http_request_error",
        "TARGET_TOO_LONG,         414, http_request_error",
        "EXPECTATION_FAILED,      417, http_request_error",
        "METHOD_NOT_IMPLEMENTED,  501, http_request_denied",
        "MISDIRECTED,             421, http_request_error",
        "HEAD_TOO_LARGE,          431, http_request_error",
        "INTERNAL,                500, proxy_internal_error",
        "NAME_NOT_RESOLVED,       502, dns_error",
        "CONNECT_REFUSED,         502, connection_refused",
        "CONNECT_UNREACHABLE,     502, destination_ip_unroutable",
        "TLS_CERTIFICATE,         502, tls_certificate_error",
        "CONNECTION_RESET,        502, connection_terminated",
        "STALE_CONNECTION,        502, connection_terminated",
        "MALFORMED_RESPONSE,      502, http_protocol_error",
        "RESPONSE_INCOMPLETE,     502, http_response_incomplete",
        "NO_ENDPOINT,             503, destination_unavailable",
        "AT_LIMIT,                503, connection_limit_reached",
        "OUT_OF_DESCRIPTORS,      503, proxy_internal_error",
        "CONNECT_TIMEOUT,         504, connection_timeout",
        "RESPONSE_TIMEOUT,        504, http_response_timeout",
        "EXCHANGE_TIMEOUT,        504, http_response_timeout",
        "VERSION_NOT_SUPPORTED,   505, http_request_error",
    })
    void tellsStatusAndReason(FailureKind kind, int status, String error) {
        assertEquals(status, FailureMapping.status(kind));
        assertEquals(error, FailureMapping.proxyStatusError(kind));
    }

    @ParameterizedTest
    @EnumSource
    void saysOnlyWhatIsRegistered(FailureKind kind) {
        assertTrue(REGISTERED.contains(FailureMapping.proxyStatusError(kind)));
    }

    @ParameterizedTest
    @EnumSource
    void blamesTheRightSide(FailureKind kind) {
        int status = FailureMapping.status(kind);
        assertEquals(
                kind.side() == Side.DOWNSTREAM,
                (status >= 400 && status < 500 && status != 404) || status == 501 || status == 505);
    }

    @ParameterizedTest
    @EnumSource
    void saysWhenToComeBackExactlyWhereItIsUnavailable(FailureKind kind) {
        assertEquals(FailureMapping.status(kind) == 503, FailureMapping.retryAfterSeconds(kind) > 0);
    }

    @ParameterizedTest
    @EnumSource
    void onlyWhatTheEndpointDidMayBeTriedAgain(FailureKind kind) {
        if (kind.side() != Side.UPSTREAM) {
            assertEquals(Repeat.NEVER, kind.repeat());
        }
    }

    @Test
    void aPlainFailureIsAlwaysTheSameObject() {
        assertSame(ProxyFailure.of(FailureKind.NO_ROUTE), ProxyFailure.of(FailureKind.NO_ROUTE));
        assertEquals(FailureKind.NO_ROUTE, ProxyFailure.of(FailureKind.NO_ROUTE).kind());
        assertNotEquals(ProxyFailure.of(FailureKind.NO_ROUTE), ProxyFailure.of(FailureKind.INTERNAL));
    }
}
