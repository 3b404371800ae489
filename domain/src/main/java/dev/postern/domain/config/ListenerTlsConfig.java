package dev.postern.domain.config;

import java.util.List;
import java.util.Optional;

/** TLS of a listener. */
public record ListenerTlsConfig(
        @Doc("Names from the certificates section, picked by SNI; the first is the default.")
        List<String> certificates,

        @Default("TLSv1.2") @Doc("The oldest version spoken.")
        TlsVersion minVersion,

        @Default("h2, http/1.1") @Doc("Protocols offered, most wanted first.")
        List<String> alpn,

        @Default("none") @Doc("Whether clients must show a certificate.")
        ClientAuth clientAuth,

        @Doc("A PEM file with the authorities of client certificates.")
        Optional<String> clientCa) {

    public enum TlsVersion {
        @Spelling("TLSv1.2")
        TLS_1_2,
        @Spelling("TLSv1.3")
        TLS_1_3
    }

    public enum ClientAuth {
        NONE,
        REQUEST,
        REQUIRE
    }
}
