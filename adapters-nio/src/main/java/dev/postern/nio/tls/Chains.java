package dev.postern.nio.tls;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings certificates in the order in which they are sent: the one of the key, its issuer, and so on. */
final class Chains {
    private static final byte[] PROBE = "postern".getBytes(StandardCharsets.US_ASCII);
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA", "RSASSA-PSS", "RSASSA-PSS");

    /** @param left what was there but does not belong */
    record Chain(List<X509Certificate> certificates, List<X509Certificate> left) {}

    private Chains() {}

    static X509Certificate certificate(byte[] der, String what, String key) throws BadCredentialException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException unfit) {
            throw new BadCredentialException(key, what + " holds a certificate that can't be read");
        }
    }

    /**
     * @param what holds the certificates, for messages
     * @param keyOf the element's key that the private key is from
     */
    static Chain of(List<X509Certificate> certificates, PrivateKey key, String what, String keyOf)
            throws BadCredentialException {
        X509Certificate own = null;
        for (X509Certificate each : certificates) {
            if (own == null && belongTogether(each.getPublicKey(), key)) {
                own = each;
            }
        }
        if (own == null) {
            String subject = Identity.subjectOf(certificates.getFirst());
            throw new BadCredentialException(
                    keyOf,
                    "the private key does not belong to "
                            + (certificates.size() == 1
                                    ? "the certificate of " + subject + " in " + what
                                    : "any of the " + certificates.size() + " certificates in " + what
                                            + "; the first is of " + subject));
        }
        List<X509Certificate> left = new ArrayList<>(certificates);
        List<X509Certificate> chain = new ArrayList<>();
        Optional<X509Certificate> next = Optional.of(own);
        while (next.isPresent()) {
            chain.add(next.get());
            left.removeAll(next.stream().toList());
            X509Certificate last = next.get();
            next = left.stream().filter(each -> isIssued(last, each)).findFirst();
        }
        return new Chain(List.copyOf(chain), List.copyOf(left));
    }

    static boolean isIssued(X509Certificate certificate, X509Certificate by) {
        if (!certificate.getIssuerX500Principal().equals(by.getSubjectX500Principal())) {
            return false;
        }
        try {
            certificate.verify(by.getPublicKey());
            return true;
        } catch (GeneralSecurityException another) {
            return false;
        }
    }

    static boolean isSelfSigned(X509Certificate certificate) {
        return isIssued(certificate, certificate);
    }

    private static boolean belongTogether(PublicKey open, PrivateKey key) {
        String algorithm = SIGNATURES.get(key.getAlgorithm());
        if (algorithm == null || !open.getAlgorithm().equals(key.getAlgorithm())) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance(algorithm);
            if (algorithm.equals("RSASSA-PSS")) {
                signature.setParameter(new PSSParameterSpec(
                        "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, PSSParameterSpec.TRAILER_FIELD_BC));
            }
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(open);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException unfit) {
            return false;
        }
    }
}
