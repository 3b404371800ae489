package dev.postern.nio.tls;

import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.security.PrivateKey;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Who does the cryptography. Any thread. */
interface TlsEngines {
    /** A context of this provider, not initialised yet. */
    SSLContext context() throws GeneralSecurityException;

    /** For {@link SSLContext#init}; none where nobody is judged. */
    default TrustManager[] judges(@Nullable X509TrustManager judge) throws GeneralSecurityException {
        return switch (judge) {
            // why an empty list: none at all would mean the authorities of the system.
            case null -> new TrustManager[0];
            case X509ExtendedTrustManager extended -> new TrustManager[] {judgedBy(extended)};
            // why: only those of the other kind are sure to compare names.
            default -> throw new KeyManagementException("a judge of chains that knows no names");
        };
    }

    /** Has the chains of the other end judged; names as well, so that it must be one that knows engines. */
    TrustManager judgedBy(X509ExtendedTrustManager judge);

    /** The same key in a form that needs no conversion in each handshake. */
    PrivateKey own(PrivateKey key);

    /** For an engine that was made just now. */
    void prepare(SSLEngine engine);

    /** Gives back what the engine holds outside of the heap; nothing can be done with it any more. */
    void free(SSLEngine engine);
}
