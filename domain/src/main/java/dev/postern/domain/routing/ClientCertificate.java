package dev.postern.domain.routing;

import dev.postern.domain.bytes.Slice;

/**
 * The certificate by which a client has shown who it is, verified. Made once for a connection; immutable.
 *
 * @param subject as RFC 2253 writes names: the most particular first
 * @param names host names, addresses, e-mail addresses and URIs that it is for, with commas between them
 * @param serial hexadecimal
 * @param fingerprint SHA-256, hexadecimal
 * @param field of {@code Client-Cert} (RFC 9440)
 * @param chainField of {@code Client-Cert-Chain}; empty where it came without issuers
 */
public record ClientCertificate(
        Slice subject, Slice issuer, Slice names, Slice serial, Slice fingerprint, Slice field, Slice chainField) {
    private static final Slice NOTHING = new Slice();

    /** Of who has shown none. */
    public static final ClientCertificate NONE =
            new ClientCertificate(NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING);

    public boolean isPresent() {
        return !field.isEmpty();
    }
}
