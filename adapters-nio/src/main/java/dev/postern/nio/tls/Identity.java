package dev.postern.nio.tls;

import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key with its chain, the certificate first. Immutable.
 *
 * @param name as an element of the configuration
 * @param names host names and addresses that it is for, in lower case
 */
record Identity(String name, PrivateKey key, List<X509Certificate> chain, List<String> names) {
    private static final Pattern COMMON_NAME = Pattern.compile("(?:^|,)CN=([^,+\"\\\\]+)");
    private static final int DNS_NAME = 2;
    private static final int ADDRESS = 7;
    private static final Map<Integer, String> CURVES = Map.of(256, "P-256", 384, "P-384", 521, "P-521");

    static Identity of(String name, PrivateKey key, List<X509Certificate> chain) {
        return new Identity(name, key, List.copyOf(chain), namesOf(chain.getFirst()));
    }

    X509Certificate certificate() {
        return chain.getFirst();
    }

    /** As handshakes name it: RSA, RSASSA-PSS, EC, EdDSA. */
    String keyType() {
        return certificate().getPublicKey().getAlgorithm();
    }

    String keyText() {
        return switch (certificate().getPublicKey()) {
            case RSAPublicKey rsa -> "RSA " + rsa.getModulus().bitLength();
            case ECPublicKey ec -> {
                int bits = ec.getParams().getCurve().getField().getFieldSize();
                yield "EC " + CURVES.getOrDefault(bits, bits + " bits");
            }
            default -> keyType();
        };
    }

    /** When the first of the chain does. */
    Instant expiresAt() {
        return chain.stream()
                .map(each -> each.getNotAfter().toInstant())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    String fingerprint() {
        return fingerprint(certificate());
    }

    static String fingerprint(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Its alternative names; where there are none at all, its common name, as older ones have. */
    static List<String> namesOf(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternative = certificate.getSubjectAlternativeNames();
            if (alternative == null) {
                return commonName(certificate).stream().toList();
            }
            for (List<?> each : alternative) {
                String text = String.valueOf(each.get(1));
                switch ((Integer) each.getFirst()) {
                    case DNS_NAME -> names.add(text.toLowerCase(Locale.ROOT));
                    case ADDRESS -> names.add(address(text));
                    default -> {}
                }
            }
        } catch (CertificateParsingException unreadable) {
            return commonName(certificate).stream().toList();
        }
        return List.copyOf(names);
    }

    private static String address(String literal) {
        try {
            return InetAddress.ofLiteral(literal).getHostAddress();
        } catch (IllegalArgumentException odd) {
            return literal;
        }
    }

    private static Optional<String> commonName(X509Certificate certificate) {
        Matcher found = COMMON_NAME.matcher(subjectOf(certificate));
        return found.find() ? Optional.of(found.group(1).toLowerCase(Locale.ROOT)) : Optional.empty();
    }

    /** RFC 2253: the most particular first. */
    static String subjectOf(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    /** Without its key. */
    @Override
    public String toString() {
        return name + " " + subjectOf(certificate());
    }
}
