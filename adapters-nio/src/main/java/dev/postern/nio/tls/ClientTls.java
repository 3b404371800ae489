package dev.postern.nio.tls;

import dev.postern.domain.config.UpstreamTlsConfig;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What TLS to an upstream needs. Parts that did not change are the same objects in the next snapshot.
 *
 * @param keys what is shown to endpoints that ask for a certificate; none where none is configured
 * @param servers judges chains by their authorities, and takes every one with {@code verify: none}. Names are for who
 *     makes the engine to have checked.
 */
public record ClientTls(@Nullable X509ExtendedKeyManager keys, X509TrustManager servers, UpstreamTlsConfig config) {
    /** Whether the key is one that Conscrypt can't show. */
    boolean asksForTheJdk() {
        return keys instanceof ClientKeys own && own.isUncommon();
    }
}
