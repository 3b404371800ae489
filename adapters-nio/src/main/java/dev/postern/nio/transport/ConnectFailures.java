package dev.postern.nio.transport;

import dev.postern.domain.failure.FailureKind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;

/** What an attempt to connect that failed is called. */
public final class ConnectFailures {
    private ConnectFailures() {}

    public static FailureKind kindOf(IOException cause) {
        return switch (cause) {
            case UnknownHostException _ -> FailureKind.NAME_NOT_RESOLVED;
            case OutOfDescriptorsException _ -> FailureKind.OUT_OF_DESCRIPTORS;
            case TlsFailure failure ->
                failure.isOfCertificate() ? FailureKind.TLS_CERTIFICATE : FailureKind.TLS_HANDSHAKE;
            case ConnectException _ -> FailureKind.CONNECT_REFUSED;
            default -> FailureKind.CONNECT_UNREACHABLE;
        };
    }
}
