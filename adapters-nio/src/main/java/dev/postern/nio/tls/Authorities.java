package dev.postern.nio.tls;

import dev.postern.nio.tls.Material.Found;
import dev.postern.nio.tls.PemText.Block;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Makes trust managers of authorities. */
final class Authorities {
    private Authorities() {}

    static X509TrustManager of(Found found) throws BadCredentialException {
        List<Block> blocks = PemText.read(found.bytes(), found.what(), found.key());
        List<X509Certificate> certificates = CertificateLoader.certificates(blocks, found.what(), found.key());
        if (certificates.isEmpty()) {
            throw new BadCredentialException(
                    found.key(), found.what() + " holds no certificate of an authority; " + PemText.found(blocks));
        }
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < certificates.size(); i++) {
                store.setCertificateEntry("authority-" + i, certificates.get(i));
            }
            return trusting(store);
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Those that come with the Java runtime. */
    static X509TrustManager ofRuntime() {
        try {
            return trusting(null);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static X509TrustManager trusting(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        for (TrustManager each : factory.getTrustManagers()) {
            if (each instanceof X509TrustManager found) {
                return found;
            }
        }
        throw new IllegalStateException("no trust manager for X.509");
    }
}
