package dev.postern.domain.config;

import java.util.Optional;
import java.util.regex.Pattern;

/** A certificate chain with its key. Texts in PEM may stand in place of files, and are never shown. */
public record CertificateConfig(
        @Doc("A PEM file with the certificate, then its issuers, or the PEM text itself; read again when it changes.")
        Optional<String> certificate,

        @Doc("A PEM file with the private key, or the PEM text itself; the file of the certificate when not written.")
        Optional<String> key,

        @Doc("A PKCS#12 file with both, in place of certificate and key.")
        Optional<String> pkcs12,

        @Doc("A file with the password of an encrypted key or of a PKCS#12 file.")
        Optional<String> passwordFile) {

    /** why: who forgets the lines around a key must not find it in a message; a DER sequence in base64 begins so. */
    private static final Pattern NAKED = Pattern.compile("M[A-Za-z0-9+/=]{40,}");

    /** Whether a value is PEM, or something of the kind, rather than the path of a file. */
    public static boolean isText(String value) {
        return value.contains("-----")
                || value.indexOf('\n') >= 0
                || NAKED.matcher(value.strip()).matches();
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "CertificateConfig[certificate=" + shown(certificate) + ", key=" + shown(key) + ", pkcs12="
                + pkcs12.orElse("") + "]";
    }

    private static String shown(Optional<String> value) {
        return value.map(text -> isText(text) ? ConfigTree.HIDDEN : text).orElse("");
    }
}
