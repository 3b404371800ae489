package dev.postern.nio.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** The JDK's own. */
final class JdkEngines implements TlsEngines {
    private static final String PROVIDER = "SunJSSE";

    @Override
    public SSLContext context() throws GeneralSecurityException {
        return SSLContext.getInstance("TLS", PROVIDER);
    }

    @Override
    public TrustManager judgedBy(X509ExtendedTrustManager judge) {
        return judge;
    }

    @Override
    public PrivateKey own(PrivateKey key) {
        return key;
    }

    @Override
    public void prepare(SSLEngine engine) {
        // It resumes by tickets and refuses what is unsafe by itself.
    }

    @Override
    public void free(SSLEngine engine) {
        // why nothing: all of it is on the heap; and closing without the peer's last word would spoil its session.
    }
}
