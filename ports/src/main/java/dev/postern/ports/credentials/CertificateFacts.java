package dev.postern.ports.credentials;

import java.time.Instant;
import java.util.List;

/**
 * What may be told of a certificate in force.
 *
 * @param name as an element of the configuration
 * @param names that it is for: host names and addresses
 * @param keyType such as {@code EC P-256} or {@code RSA 2048}
 * @param fingerprint SHA-256 of the whole certificate, hexadecimal
 * @param expiresAt when the first of its chain does
 * @param chainLength the certificate itself and its issuers, as they are sent
 * @param isKept its files can't be used any more, and this is what they held before
 */
public record CertificateFacts(
        String name,
        String subject,
        String issuer,
        List<String> names,
        String keyType,
        String fingerprint,
        Instant validFrom,
        Instant expiresAt,
        int chainLength,
        boolean isKept) {}
