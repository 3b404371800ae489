package dev.postern.domain.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** TLS of a listener. */
public record ListenerTlsConfig(
        @Doc(
                "Names from the certificates section, picked by the server name asked for; the first is the default. All that no upstream shows when not written.")
        List<String> certificates,

        @Default("false")
        @Doc(
                "Whether a client that asks for a name of no certificate, or for none, is refused rather than shown the default.")
        boolean strictSni,

        @Default("TLSv1.2") @Doc("The oldest version spoken.")
        TlsVersion minVersion,

        @Default("h2, http/1.1")
        @Doc("Protocols offered, most wanted first. Those that Postern does not speak yet are left out.")
        List<String> alpn,

        @Default("10s") @Doc("The whole handshake must be done within it.")
        Duration handshakeTimeout,

        @Default("none")
        @Doc(
                "Whether clients must show a certificate: none asks for none, request takes one that is valid or none, require refuses who has none.")
        ClientAuth clientAuth,

        @Doc(
                "A PEM file with the authorities of client certificates, or the PEM text itself; read again when it changes.")
        Optional<String> clientCa,

        @Doc("Strict-Transport-Security of every answer: how long browsers are to come by https only.")
        Optional<HstsConfig> hsts) {

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
