package dev.postern.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.ports.teststores.EtcdServer;
import dev.postern.ports.testtls.TestAuthority.Issued;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates and keys that live in etcd: taken and replaced like every element, and shown to nobody. */
class StoredCertificatesIT {
    @TempDir
    private Path folder = Path.of("");

    private static String element(Issued issued) {
        return "{ \"certificate\": \"" + issued.certificateText().replace("\n", "\\n") + "\", \"key\": \""
                + issued.keyText().replace("\n", "\\n") + "\" }";
    }

    /** A line of a key, as it would show wherever it leaks. */
    private static String secret(Issued issued) {
        return issued.keyText().lines().skip(1).findFirst().orElseThrow();
    }

    @Test
    void areTakenReplacedAndNeverShown() throws IOException {
        try (EtcdServer etcd = EtcdServer.start();
                HttpsScene scene = new HttpsScene(folder)) {
            Issued first = scene.authority.issue("first", "one.test");
            Issued second = scene.authority.issue("second", "one.test");
            Issued more = scene.authority.issue("more", "two.test");
            etcd.put("postern/listeners/web", "{ address: \"127.0.0.1:0\", tls: {} }");
            etcd.put("postern/admin", "{ address: \"127.0.0.1:0\" }");
            etcd.put("postern/routes/all", "{ respond: hello }");
            etcd.put("postern/certificates/site", element(first));
            Path state = folder.resolve("state");
            Program program = scene.run("etcd://" + etcd.address() + "/postern", state);
            int port = program.port("web");
            assertEquals("hello", scene.curl("https://one.test:" + port + "/"));

            etcd.put("postern/certificates/site", element(second));
            program.eventually("replaced", () -> scene.shown(port, "one.test").equals("second"));
            etcd.put("postern/certificates/more", element(more));
            program.eventually("more", () -> scene.shown(port, "two.test").equals("more"));

            String wrong = element(more)
                    .replace(
                            more.keyText().replace("\n", "\\n"), first.keyText().replace("\n", "\\n"));
            etcd.put("postern/certificates/more", wrong);
            scene.awaitProblem(program, "certificates.more.key");
            assertEquals("more", scene.shown(port, "two.test"));
            etcd.put(
                    "postern/certificates/naked",
                    "{ key: \"" + secret(first) + "\", certificate: \"" + secret(more) + "\" }");
            scene.awaitProblem(program, "certificates.naked");

            StringBuilder shown = new StringBuilder(program.output());
            for (String path : List.of(
                    "/config",
                    "/config/history?limit=100",
                    "/config/problems",
                    "/certificates",
                    "/metrics",
                    "/routes",
                    "/explain?url=https://one.test/")) {
                shown.append(scene.admin(program, path));
            }
            for (Issued each : List.of(first, second, more)) {
                assertFalse(shown.toString().contains(secret(each)), shown.toString());
                assertFalse(shown.toString().contains("PRIVATE KEY"), shown.toString());
            }
            assertTrue(shown.toString().contains("(hidden)"), shown.toString());
            try (Stream<Path> kept = Files.list(state)) {
                for (Path file : kept.toList()) {
                    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
                }
            }
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(state)));
        }
    }
}
