package dev.postern.nio.tls;

import dev.postern.domain.bytes.Slice;
import dev.postern.domain.routing.ClientCertificate;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** What is told of the certificate of a client, made of the chain that it has shown. */
public final class ShownCertificate {
    private static final int MAIL = 1;
    private static final int DNS_NAME = 2;
    private static final int URI = 6;
    private static final int ADDRESS = 7;

    private ShownCertificate() {}

    /** @param chain the client's own certificate first; none where it has shown none */
    public static ClientCertificate of(List<X509Certificate> chain) {
        if (chain.isEmpty()) {
            return ClientCertificate.NONE;
        }
        X509Certificate own = chain.getFirst();
        return new ClientCertificate(
                slice(Identity.subjectOf(own)),
                slice(own.getIssuerX500Principal().getName()),
                slice(String.join(",", names(own))),
                slice(own.getSerialNumber().toString(16)),
                slice(Identity.fingerprint(own)),
                slice(field(own)),
                // RFC 9440 §2.3: the certificate itself is not part of its chain.
                slice(chain.stream().skip(1).map(ShownCertificate::field).collect(Collectors.joining(", "))));
    }

    private static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternative = certificate.getSubjectAlternativeNames();
            for (List<?> each : alternative == null ? List.<List<?>>of() : alternative) {
                switch ((Integer) each.getFirst()) {
                    case MAIL, DNS_NAME, URI, ADDRESS -> names.add(String.valueOf(each.get(1)));
                    default -> {}
                }
            }
        } catch (CertificateParsingException unreadable) {
            return List.of();
        }
        return names;
    }

    /** RFC 9440 §2.1: a byte sequence of structured fields. */
    private static String field(X509Certificate certificate) {
        try {
            return ":" + Base64.getEncoder().encodeToString(certificate.getEncoded()) + ":";
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** why: whoever is named in a certificate may have any name, and what goes into a header field may not. */
    private static Slice slice(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c >= ' ' && c < 0x7f) {
                safe.appendCodePoint(c);
            } else {
                for (byte each : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                    safe.append('\\').append(String.format("%02X", each & 0xff));
                }
            }
        });
        return Slice.of(safe.toString());
    }
}
