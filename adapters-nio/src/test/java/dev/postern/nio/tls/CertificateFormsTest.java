package dev.postern.nio.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.postern.domain.config.CertificateConfig;
import dev.postern.ports.credentials.CertificateFacts;
import dev.postern.ports.testtls.OpenSsl;
import dev.postern.ports.testtls.TestAuthority;
import dev.postern.ports.testtls.TestAuthority.Issued;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every form in which openssl writes certificates and keys, and what is said of those that can't be used. */
class CertificateFormsTest {
    private static final Duration YEAR = Duration.ofDays(365);

    @TempDir
    private static Path folder;

    private static TestAuthority root;
    private static TestAuthority below;
    private static Issued ec;
    private static Issued other;

    @BeforeAll
    static void issue() {
        root = TestAuthority.create(folder, "root");
        below = root.intermediate("below");
        ec = below.issue("ec", "a.example", "*.b.example", "127.0.0.1");
        other = below.issue("other", "other.example");
        below.issue("rsa", "rsa", 30, "a.example");
        below.issue("ed25519", "ed25519", 30, "a.example");
        openssl("pkcs8 -topk8 -in ec.key -passout pass:secret -out ec.encrypted");
        openssl("pkcs8 -topk8 -in rsa.key -passout pass:secret -v2 aes-128-cbc -out rsa.encrypted");
        openssl("pkcs8 -topk8 -in ec.key -passout pass:secret -scrypt -out ec.scrypt");
        openssl("ec -in ec.key -out ec.sec1");
        openssl("ec -in ec.key -aes128 -passout pass:secret -out ec.old");
        openssl("rsa -in rsa.key -traditional -out rsa.pkcs1");
        openssl("x509 -in ec.pem -outform der -out ec.der");
        openssl("pkcs12 -export -in ec.pem -inkey ec.key -certfile below.pem -passout pass:secret -out ec.p12");
        openssl("pkcs12 -export -in ec.pem -inkey ec.key -passout pass: -out open.p12");
    }

    private static void openssl(String arguments) {
        OpenSsl.run(folder, arguments.split(" ", -1));
    }

    private static String file(String name, String... parts) {
        try {
            StringBuilder text = new StringBuilder();
            for (String part : parts) {
                text.append(Files.exists(folder.resolve(part)) ? Files.readString(folder.resolve(part)) : part);
            }
            return Files.writeString(folder.resolve(name), text).toString();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String at(String name) {
        return folder.resolve(name).toString();
    }

    private static TlsScene scene(String certificate, String key) {
        return new TlsScene().certificate("site", certificate, key);
    }

    private static List<String> problems(String certificate, String key) {
        return scene(certificate, key).problems(folder);
    }

    private static CertificateConfig config(String certificate, String key, String pkcs12, String password) {
        return new CertificateConfig(some(certificate), some(key), some(pkcs12), some(password));
    }

    private static Optional<String> some(String text) {
        return Optional.of(text).filter(it -> !it.isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "ec.pem,ec.key,EC P-256",
        "ec.pem,ec.sec1,EC P-256",
        "rsa.pem,rsa.key,RSA 2048",
        "rsa.pem,rsa.pkcs1,RSA 2048",
        "ed25519.pem,ed25519.key,EdDSA"
    })
    void readsKeysOfEveryForm(String certificate, String key, String type) {
        TlsScene scene = scene(at(certificate), at(key));
        assertEquals(List.of(), scene.problems(folder));
        assertEquals(type, scene.read().certificates().getFirst().keyType());
    }

    @ParameterizedTest
    @CsvSource({"ec.encrypted,ec.pem", "rsa.encrypted,rsa.pem"})
    void readsEncryptedKeys(String key, String certificate) {
        String password = file("password", "secret\n");
        String wrong = file("wrong", "guess\n");
        assertEquals(
                List.of(),
                new TlsScene()
                        .certificate("site", config(at(certificate), at(key), "", password))
                        .problems(folder));
        assertEquals(
                List.of("certificates.site.passwordFile: does not hold the password of ./" + key),
                new TlsScene()
                        .certificate("site", config(at(certificate), at(key), "", wrong))
                        .problems(folder));
        assertEquals(
                List.of("certificates.site.key: ./" + key + " is encrypted; write passwordFile"),
                problems(at(certificate), at(key)));
    }

    @Test
    void tellsHowToConvertEncryptionsThatItDoesNotKnow() {
        String password = file("password", "secret");
        assertEquals(
                List.of("certificates.site.key: ./ec.old is encrypted in the old form of OpenSSL; openssl pkcs8 -topk8"
                        + " converts it"),
                new TlsScene()
                        .certificate("site", config(at("ec.pem"), at("ec.old"), "", password))
                        .problems(folder));
        assertEquals(
                List.of("certificates.site.key: ./ec.scrypt is encrypted in a way that is not known here; openssl pkcs8"
                        + " -topk8 -v2 aes-256-cbc is"),
                new TlsScene()
                        .certificate("site", config(at("ec.pem"), at("ec.scrypt"), "", password))
                        .problems(folder));
    }

    @Test
    void readsPkcs12() {
        String password = file("password", "secret\r\n");
        TlsScene scene = new TlsScene().certificate("site", config("", "", at("ec.p12"), password));
        assertEquals(List.of(), scene.problems(folder));
        assertEquals(2, scene.read().certificates().getFirst().chainLength());
        assertEquals(
                List.of(),
                new TlsScene()
                        .certificate("site", config("", "", at("open.p12"), ""))
                        .problems(folder));
        assertEquals(
                List.of("certificates.site.pkcs12: ./ec.p12 has a password; write passwordFile"),
                new TlsScene()
                        .certificate("site", config("", "", at("ec.p12"), ""))
                        .problems(folder));
        assertEquals(
                List.of("certificates.site.passwordFile: does not hold the password of ./ec.p12"),
                new TlsScene()
                        .certificate("site", config("", "", at("ec.p12"), file("wrong", "guess")))
                        .problems(folder));
        assertEquals(
                List.of("certificates.site.pkcs12: ./ec.pem is not a PKCS#12 file"),
                new TlsScene()
                        .certificate("site", config("", "", at("ec.pem"), password))
                        .problems(folder));
    }

    @Test
    void readsCertificateAndKeyFromOneFileAndFromTexts() {
        String both = file("both.pem", "ec.key", "ec.pem", "below.pem");
        TlsScene scene = new TlsScene().certificate("site", config(both, "", "", ""));
        assertEquals(List.of(), scene.problems(folder));
        assertEquals(List.of(), problems(ec.certificateText(), ec.keyText()));
        assertEquals(
                List.of(),
                new TlsScene()
                        .certificate("site", config(ec.keyText() + ec.certificateText(), "", "", ""))
                        .problems(folder));
    }

    @Test
    void tellsWhatThereIsToKnow() {
        CertificateFacts facts = scene(file("chain.pem", "ec.pem", "below.pem"), at("ec.key"))
                .read()
                .certificates()
                .getFirst();
        assertEquals("site", facts.name());
        assertEquals("CN=ec", facts.subject());
        assertEquals("CN=below", facts.issuer());
        assertEquals(List.of("a.example", "*.b.example", "127.0.0.1"), facts.names());
        assertEquals(2, facts.chainLength());
        String fingerprint = OpenSsl.run(folder, "x509", "-in", "ec.pem", "-noout", "-fingerprint", "-sha256");
        assertEquals(
                fingerprint.strip().replaceFirst(".*=", "").replace(":", "").toLowerCase(java.util.Locale.ROOT),
                facts.fingerprint());
    }

    @Test
    void putsAChainInOrder() {
        String mixed = file("mixed.pem", "root.pem", "below.pem", "ec.pem");
        TlsScene scene = scene(mixed, at("ec.key"));
        assertEquals(
                List.of(
                        "warning: certificates.site: ./mixed.pem has the certificates in another order than they are sent"
                                + " in; they were put in order"),
                scene.problems(folder));
        assertEquals(3, scene.read().certificates().getFirst().chainLength());
        assertEquals("CN=ec", scene.read().certificates().getFirst().subject());
    }

    @Test
    void leavesOutWhatIsNotOfTheChain() {
        String more = file("more.pem", "ec.pem", "below.pem", "other.pem");
        assertEquals(
                List.of(
                        "warning: certificates.site: ./more.pem holds the certificate of CN=other too, which is not part of"
                                + " the chain and is left out"),
                problems(more, at("ec.key")));
    }

    @Test
    void refusesAKeyOfAnotherCertificate() {
        assertEquals(
                List.of(
                        "certificates.site.key: the private key does not belong to the certificate of CN=ec in ./ec.pem"),
                problems(at("ec.pem"), at("other.key")));
        assertEquals(
                List.of(
                        "certificates.site.key: the private key does not belong to the certificate of CN=ec in ./ec.pem"),
                problems(at("ec.pem"), at("rsa.key")));
        assertEquals(
                List.of(
                        "certificates.site.key: the private key does not belong to any of the 2 certificates in ./pair.pem;"
                                + " the first is of CN=ec"),
                problems(file("pair.pem", "ec.pem", "below.pem"), at("other.key")));
    }

    @Test
    void saysWhatAFileHoldsInstead() {
        String cut = file("cut.pem", "-----BEGIN CERTIFICATE-----\nMIIB\n");
        String noise = file("noise.pem", "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n");
        String junk = file("junk.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        String ends = file("ends.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END PRIVATE KEY-----\n");
        String broken = file("broken.key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        assertEquals(
                List.of("certificates.site.certificate: ./missing.pem: no such file"),
                problems(at("missing.pem"), at("ec.key")));
        assertEquals(
                List.of("certificates.site.certificate: ./ec.key holds no certificate; found PRIVATE KEY"),
                problems(at("ec.key"), at("ec.key")));
        assertEquals(
                List.of("certificates.site.key: ./ec.pem holds no private key; found CERTIFICATE"),
                problems(at("ec.pem"), at("ec.pem")));
        assertEquals(
                List.of("certificates.site.certificate: ./password holds no certificate; found nothing in PEM"),
                problems(file("password", "secret"), at("ec.key")));
        assertEquals(
                List.of("certificates.site.certificate: ./ec.der is DER, expected PEM, a text with -----BEGIN lines;"
                        + " openssl x509 and openssl pkey convert it, and a PKCS#12 file is written as pkcs12"),
                problems(at("ec.der"), at("ec.key")));
        assertEquals(
                List.of("certificates.site.certificate: ./cut.pem ends before -----END CERTIFICATE-----"),
                problems(cut, at("ec.key")));
        assertEquals(
                List.of("certificates.site.certificate: ./noise.pem: the block that ends in line 3 is not base64"),
                problems(noise, at("ec.key")));
        assertEquals(
                List.of("certificates.site.certificate: ./junk.pem holds a certificate that can't be read"),
                problems(junk, at("ec.key")));
        assertEquals(
                List.of("certificates.site.certificate: ./ends.pem, line 3: expected -----END CERTIFICATE-----"),
                problems(ends, at("ec.key")));
        assertEquals(
                List.of(
                        "certificates.site.key: ./broken.key holds a key of a kind that TLS has no use for; expected RSA,"
                                + " ECDSA or Ed25519"),
                problems(at("ec.pem"), broken));
    }

    @Test
    void neverShowsAKeyInAProblem() {
        String naked = ec.keyText().replaceAll("-----[A-Z ]+-----|\n", "");
        for (String key : List.of(
                naked,
                naked.substring(0, 60),
                ec.keyText().replace("-----END", "----END"),
                ec.keyText().replaceFirst("M", "!"),
                other.keyText())) {
            List<String> problems = problems(at("ec.pem"), key);
            assertEquals(1, problems.size(), problems.toString());
            String secret = naked.substring(20, 40);
            assertFalse(problems.getFirst().contains(secret), problems.getFirst());
            assertFalse(
                    config(at("ec.pem"), key, "", "").toString().contains(secret), "a record that is printed shows it");
        }
        assertEquals(
                List.of("certificates.site.key: the text holds no private key; found nothing in PEM"),
                problems(
                        at("ec.pem"),
                        Base64.getEncoder()
                                .encodeToString(new byte[] {0x30, 1, 2})
                                .repeat(12)));
    }

    @Test
    void warnsOfWhatClientsRefuse() {
        below.issue("late", "ec", -1, "late.example");
        Instant now = Instant.now();
        List<String> late = problems(at("late.pem"), at("late.key"));
        assertEquals(1, late.size());
        assertEquals(
                "warning: certificates.site: has expired at TIME; clients refuse it",
                late.getFirst().replaceFirst("[0-9-]+T[0-9:]+Z", "TIME"));
        List<String> early =
                scene(at("ec.pem"), at("ec.key")).at(now.minus(YEAR)).problems(folder);
        assertEquals(
                List.of("warning: certificates.site: is not valid before TIME; clients refuse it until then"),
                early.stream()
                        .map(each -> each.replaceFirst("[0-9-]+T[0-9:]+Z", "TIME"))
                        .toList());
        List<String> soon = scene(file("chain.pem", "ec.pem", "below.pem"), at("ec.key"))
                .at(now.plus(Duration.ofDays(28)))
                .problems(folder);
        assertEquals(
                List.of(
                        "warning: certificates.site: expires at TIME, in 1 day",
                        "warning: certificates.site: its issuer CN=below expires at TIME, in 1 day"),
                soon.stream()
                        .map(each -> each.replaceFirst("[0-9-]+T[0-9:]+Z", "TIME"))
                        .toList());
    }
}
