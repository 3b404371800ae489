package dev.postern.nio.tls;

import dev.postern.domain.config.ListenerTlsConfig.TlsVersion;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;

/** What is spoken: versions and suites with forward secrecy and authenticated encryption, and no others. */
final class Ciphers {
    private static final String[] FROM_1_2 = {"TLSv1.3", "TLSv1.2"};
    private static final String[] FROM_1_3 = {"TLSv1.3"};
    private static final List<String> SUITES = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private Ciphers() {}

    /** Those of the suites that a provider has. */
    static String[] of(SSLEngine engine) {
        Set<String> known = Set.of(engine.getSupportedCipherSuites());
        Stream<String> both = SUITES.stream().filter(known::contains);
        return both.toArray(String[]::new);
    }

    static String[] versions(TlsVersion oldest) {
        return switch (oldest) {
            case TLS_1_2 -> FROM_1_2.clone();
            case TLS_1_3 -> FROM_1_3.clone();
        };
    }
}
