package dev.postern.nio.tls;

import dev.postern.domain.config.ListenerTlsConfig;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What TLS of a listener needs. Parts that did not change are the same objects in the next snapshot.
 *
 * @param keys chooses by the server name asked for and by the types of key that the client can check
 * @param clients judges the certificates of clients; none where none are asked for
 */
public record ServerTls(
        X509ExtendedKeyManager keys, @Nullable X509TrustManager clients, ListenerTlsConfig config) {
    /** Whether the keys are more than Conscrypt can show: it knows no Ed25519, and one type of key for a name. */
    boolean asksForTheJdk() {
        return keys instanceof SniKeys chosen && chosen.isMixed();
    }
}
