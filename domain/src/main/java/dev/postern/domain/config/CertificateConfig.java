package dev.postern.domain.config;

/** A certificate chain with its key. */
public record CertificateConfig(
        @Doc("A PEM file: the certificate, then its issuers.")
        String certificate,

        @Doc("A PEM file with the private key.") String key) {}
