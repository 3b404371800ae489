package dev.postern.nio.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.routing.ClientCertificate;
import dev.postern.ports.testtls.TestAuthority;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShownCertificateTest {
    @TempDir
    private Path folder;

    private X509Certificate certificate(String name) throws Exception {
        byte[] pem = Files.readAllBytes(folder.resolve(name + ".pem"));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
    }

    @Test
    void tellsWhoItIsAndShowsItAsRfc9440Says() throws Exception {
        TestAuthority root = TestAuthority.create(folder, "root");
        root.intermediate("below")
                .issue(
                        "alice",
                        "subjectAltName=DNS:alice.example,email:alice@b.example,IP:10.0.0.1,URI:spiffe://b/alice");
        X509Certificate own = certificate("alice");
        X509Certificate issuer = certificate("below");
        ClientCertificate shown = ShownCertificate.of(List.of(own, issuer));
        assertTrue(shown.isPresent());
        assertEquals("CN=alice", shown.subject().text());
        assertEquals("CN=below", shown.issuer().text());
        assertEquals(
                "alice.example,alice@b.example,10.0.0.1,spiffe://b/alice",
                shown.names().text());
        assertEquals(own.getSerialNumber().toString(16), shown.serial().text());
        assertEquals(
                ":" + Base64.getEncoder().encodeToString(own.getEncoded()) + ":",
                shown.field().text());
        assertEquals(
                ":" + Base64.getEncoder().encodeToString(issuer.getEncoded()) + ":",
                shown.chainField().text());
        assertEquals(64, shown.fingerprint().length());
    }

    @Test
    void whatNoHeaderFieldMayHoldIsWrittenOtherwise() throws Exception {
        TestAuthority.create(folder, "root").issue("b\u00f6se", "x.example");
        ClientCertificate shown = ShownCertificate.of(List.of(certificate("b\u00f6se")));
        assertTrue(
                shown.subject().text().chars().allMatch(c -> c >= ' ' && c < 0x7f),
                shown.subject().text());
    }

    @Test
    void whoHasShownNothingIsNobody() {
        assertFalse(ShownCertificate.of(List.of()).isPresent());
        assertEquals("", ShownCertificate.of(List.of()).subject().text());
    }
}
