package dev.postern.nio.tls;

import dev.postern.ports.credentials.ThrowAwayCertificate;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;

/** A certificate on P-256 for localhost, 127.0.0.1 and ::1 that is signed by its own key (RFC 5280). */
public final class SelfSigned implements ThrowAwayCertificate {
    private static final Duration VALID = Duration.ofDays(7);
    /** why: the clock of who checks it may be behind. */
    private static final Duration SLACK = Duration.ofHours(1);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final byte[] ECDSA_WITH_SHA256 = Der.value(Der.SEQUENCE, Der.objectId("1.2.840.10045.4.3.2"));
    private static final int UTC_TIME = 0x17;
    private static final int SET = 0x31;
    private static final int UTF8 = 0x0c;
    private static final int VERSION = 0xa0;
    private static final int EXTENSIONS = 0xa3;
    private static final int DNS_NAME = 0x82;
    private static final int ADDRESS = 0x87;

    @Override
    public String make() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            return pem("CERTIFICATE", certificate(pair, Instant.now()))
                    + pem("PRIVATE KEY", pair.getPrivate().getEncoded());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] certificate(KeyPair pair, Instant now) throws GeneralSecurityException {
        byte[] name = Der.value(
                Der.SEQUENCE, Der.value(SET, Der.value(Der.SEQUENCE, Der.objectId("2.5.4.3"), text("Postern demo"))));
        byte[] toSign = Der.value(
                Der.SEQUENCE,
                Der.value(VERSION, Der.integer(2)),
                Der.value(
                        Der.INTEGER,
                        new BigInteger(120, new SecureRandom()).setBit(119).toByteArray()),
                ECDSA_WITH_SHA256,
                name,
                Der.value(Der.SEQUENCE, time(now.minus(SLACK)), time(now.plus(VALID))),
                name,
                pair.getPublic().getEncoded(),
                Der.value(EXTENSIONS, Der.value(Der.SEQUENCE, names())));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(toSign);
        return Der.value(
                Der.SEQUENCE, toSign, ECDSA_WITH_SHA256, Der.value(Der.BIT_STRING, new byte[1], signature.sign()));
    }

    private static byte[] names() {
        byte[] all = Der.value(
                Der.SEQUENCE,
                Der.value(DNS_NAME, "localhost".getBytes(StandardCharsets.US_ASCII)),
                Der.value(ADDRESS, new byte[] {127, 0, 0, 1}),
                Der.value(ADDRESS, new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}));
        return Der.value(Der.SEQUENCE, Der.objectId("2.5.29.17"), Der.value(Der.OCTET_STRING, all));
    }

    private static byte[] text(String text) {
        return Der.value(UTF8, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] time(Instant at) {
        return Der.value(UTC_TIME, TIME.format(at).getBytes(StandardCharsets.US_ASCII));
    }

    private static String pem(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }
}
