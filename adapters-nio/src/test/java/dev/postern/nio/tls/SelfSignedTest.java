package dev.postern.nio.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.CertificateConfig;
import dev.postern.ports.credentials.CertificateFacts;
import dev.postern.ports.testtls.OpenSsl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfSignedTest {
    @TempDir
    private Path folder;

    @Test
    void isWhatClientsTakeForLocalhostIfTheyAreToldTo() throws IOException {
        String made = new SelfSigned().make();
        Path file = Files.writeString(folder.resolve("demo.pem"), made);
        CertificateConfig config = new CertificateConfig(
                Optional.of(file.toString()), Optional.empty(), Optional.empty(), Optional.empty());
        TlsScene scene = new TlsScene().certificate("demo", config);
        assertEquals(List.of(), scene.problems(folder));
        CertificateFacts facts = scene.read().certificates().getFirst();
        assertEquals(List.of("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1"), facts.names());
        assertEquals("CN=Postern demo", facts.subject());
        for (String check : List.of("-verify_hostname=localhost", "-verify_ip=127.0.0.1", "-verify_ip=::1")) {
            String[] option = check.split("=", 2);
            String verified = OpenSsl.run(
                    folder, "verify", "-x509_strict", "-CAfile", "demo.pem", option[0], option[1], "demo.pem");
            assertTrue(verified.contains("demo.pem: OK"), verified);
        }
    }
}
