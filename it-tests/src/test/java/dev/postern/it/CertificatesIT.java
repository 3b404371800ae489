package dev.postern.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates of the program: chosen by name, renewed while it runs, spoilt, and told of. */
class CertificatesIT {
    private static final String TWO = """
            listeners:
              plain: { address: "127.0.0.1:0", redirectToHttps: 443 }
              web: { address: "127.0.0.1:0", tls: { certificates: [one, two], hsts: 8760h } }
            admin: { address: "127.0.0.1:0" }
            certificates:
              one: { certificate: FOLDER/one.pem, key: FOLDER/one.key }
              two: { certificate: FOLDER/two.pem, key: FOLDER/two.key }
            routes:
              own: { listeners: [plain], match: { prefix: /own }, respond: plain }
              told: { match: { path: /tls }, respond: told, responseHeaders: { set: { X-Told: "{scheme} {tls.sni} {tls.version}" } } }
              all: { respond: hello }
            """;

    @TempDir
    private Path folder = Path.of("");

    private HttpsScene scene;

    @BeforeEach
    void issue() {
        scene = new HttpsScene(folder);
        scene.authority.issue("one", "one.test", "127.0.0.1");
        scene.authority.issue("two", "two.test", "*.two.test");
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void areChosenByNameAndTellEverybodyToComeByHttps() throws IOException {
        Program program = scene.run(TWO);
        int port = program.port("web");
        assertEquals("hello", scene.curl("https://one.test:" + port + "/"));
        assertEquals("hello", scene.curl("https://a.two.test:" + port + "/"));
        assertEquals("https two.test TLSv1.3", scene.told("https://two.test:" + port + "/tls"));
        assertEquals("https two.test TLSv1.2", scene.told("https://two.test:" + port + "/tls", "--tls-max", "1.2"));
        assertEquals("one", scene.shown(port, "elsewhere.test"));
        String head = scene.curl("https://one.test:" + port + "/", "-i");
        assertTrue(head.contains("\r\nStrict-Transport-Security: max-age=31536000\r\n"), head);
        String moved = scene.curl("http://one.test:" + program.port("plain") + "/a?b=c", "-i");
        assertTrue(moved.startsWith("HTTP/1.1 308 "), moved);
        assertTrue(moved.contains("\r\nLocation: https://one.test/a?b=c\r\n"), moved);
        assertFalse(moved.contains("Strict-Transport-Security"), moved);
        assertEquals("plain", scene.curl("http://one.test:" + program.port("plain") + "/own"));
    }

    @Test
    void ofTwoTypesOfKeyTheOneThatTheClientKnowsIsShown() throws IOException {
        scene.authority.issue("rsa", "rsa", 30, "one.test");
        Program program = scene.run(TWO.replace("[one, two]", "[one, rsa]")
                .replace("two: { certificate", "rsa: { certificate")
                .replace("FOLDER/two", "FOLDER/rsa"));
        String url = "https://one.test:" + program.port("web") + "/";
        assertEquals("hello", scene.curl(url));
        for (String cipher : new String[] {"ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES128-GCM-SHA256"}) {
            assertEquals("hello", scene.curl(url, "--tls-max", "1.2", "--ciphers", cipher), cipher);
        }
        assertEquals("one", scene.shown(program.port("web"), "one.test"));
    }

    @Test
    void areRenewedWhileConnectionsGoOnAndSpoiltOnesAreTold() throws IOException {
        Program program = scene.run(TWO);
        int port = program.port("web");
        assertEquals("one", scene.shown(port, "one.test"));
        scene.authority.issue("renewed", "one.test", "127.0.0.1");
        scene.replace("one", "renewed");
        program.eventually("renewed", () -> scene.shown(port, "one.test").equals("renewed"));
        program.eventually("told", () -> program.logged("certificate-read", "\"name\":\"one\""));

        Files.copy(
                folder.resolve("two.key"),
                folder.resolve("one.key"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        scene.awaitProblem(program, "certificates.one.key");
        assertTrue(
                scene.admin(program, "/config/problems").contains("does not belong to the certificate of CN=renewed"));
        assertEquals("renewed", scene.shown(port, "one.test"));
        assertEquals("hello", scene.curl("https://one.test:" + port + "/"));
        assertTrue(scene.admin(program, "/certificates").contains("\"kept\" : true"));
        assertTrue(scene.admin(program, "/metrics")
                .contains("postern_certificate_expiry_timestamp_seconds{certificate=\"one\"}"));

        scene.authority.issue("again", "one.test", "127.0.0.1");
        scene.replace("one", "again");
        scene.awaitNoProblem(program);
        assertEquals("again", scene.shown(port, "one.test"));
    }

    @Test
    void thatCanNotBeReadRejectAChangeUntilTheyCan() throws IOException {
        Program program = scene.run(TWO);
        int port = program.port("web");
        scene.write(TWO.replace("FOLDER/two", "FOLDER/three").replace("respond: hello", "respond: changed"));
        scene.awaitProblem(program, "three.pem: no such file");
        assertEquals("hello", scene.curl("https://one.test:" + port + "/"));
        scene.authority.issue("three", "two.test");
        scene.awaitNoProblem(program);
        assertEquals("changed", scene.curl("https://two.test:" + port + "/"));
    }

    @Test
    void areCheckedBeforeAStart() throws IOException {
        Path file = scene.write(TWO.replace("FOLDER/two.key", "FOLDER/one.key"));
        for (String command : new String[] {"check", "run"}) {
            String[] arguments = command.equals("run")
                    ? new String[] {"run", "--config", file.toString()}
                    : new String[] {"check", file.toString()};
            try (Program program = Program.run(arguments)) {
                assertEquals(1, program.exitCode(), program.output());
                String told =
                        file + ":7:42: certificates.two.key: the private key does not belong to the certificate of"
                                + " CN=two in " + folder.resolve("two.pem");
                assertTrue(program.output().replaceAll(":7:\\d+:", ":7:42:").contains(told), program.output());
            }
        }
    }
}
