package dev.postern.nio.tls;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.spec.PKCS8EncodedKeySpec;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.conscrypt.Conscrypt;

/** BoringSSL by way of Conscrypt. The only class that knows it: whoever never makes one never loads its library. */
final class ConscryptEngines implements TlsEngines {
    private final Provider provider;

    /** Throws a {@link LinkageError} where there is no native library for this system. */
    ConscryptEngines() {
        Conscrypt.checkAvailability();
        provider = Conscrypt.newProviderBuilder().provideTrustManager(false).build();
    }

    @Override
    public SSLContext context() throws GeneralSecurityException {
        return SSLContext.getInstance("TLS", provider);
    }

    @Override
    public TrustManager judgedBy(X509ExtendedTrustManager judge) {
        return new KnownAuthTypes(judge);
    }

    @Override
    public PrivateKey own(PrivateKey key) {
        try {
            return KeyFactory.getInstance(key.getAlgorithm(), provider)
                    .generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
        } catch (GeneralSecurityException | RuntimeException e) {
            // why: a key of a kind that it has no form of its own for, or that is not to be had as bytes, is used by
            // calling
            // back.
            return key;
        }
    }

    @Override
    public void prepare(SSLEngine engine) {
        // why: off until asked for.
        Conscrypt.setUseSessionTickets(engine, true);
    }

    @Override
    public void free(SSLEngine engine) {
        engine.closeOutbound();
        try {
            engine.closeInbound();
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }
}
