package dev.postern.nio.transport;

import java.io.IOException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;

/** A handshake that came to nothing. */
public final class TlsFailure extends IOException {
    private static final long serialVersionUID = 1L;

    public TlsFailure(String message) {
        super(message);
    }

    public TlsFailure(Throwable cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }

    /** Whether it was the other end's certificate that was not taken. */
    public boolean isOfCertificate() {
        for (Throwable each = this; each != null; each = each.getCause()) {
            if (each instanceof CertificateException || each instanceof CertPathValidatorException) {
                return true;
            }
        }
        return false;
    }
}
