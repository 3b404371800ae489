package dev.postern.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.postern.ports.testtls.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that show certificates, good ones and others, and what upstreams are told of them. */
class ClientCertificatesIT {
    @TempDir
    private Path folder = Path.of("");

    private HttpsScene scene;
    private HttpServer backend;

    @BeforeEach
    void start() throws IOException {
        scene = new HttpsScene(folder);
        scene.authority.issue("site", "site.test");
        TestAuthority clients = TestAuthority.create(folder, "clients");
        clients.issue("alice", "alice.test");
        clients.issue("late", "ec", -1, "late.test");
        TestAuthority.create(folder, "strangers").issue("mallory", "alice.test");
        Files.copy(folder.resolve("clients.pem"), folder.resolve("bundle.pem"));
        backend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        backend.createContext("/", exchange -> {
            byte[] said = String.valueOf(exchange.getRequestHeaders().get("Client-Cert"))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, said.length);
            exchange.getResponseBody().write(said);
            exchange.close();
        });
        backend.start();
    }

    @AfterEach
    void stop() {
        scene.close();
        backend.stop(0);
    }

    private Program run(String clientAuth) throws IOException {
        return scene.run("""
                listeners:
                  web:
                    address: "127.0.0.1:0"
                    tls: { clientAuth: %s, clientCa: FOLDER/bundle.pem }
                admin: { address: "127.0.0.1:0" }
                forwarding: { clientCert: certificate }
                certificates: { site: { certificate: FOLDER/site.pem, key: FOLDER/site.key } }
                routes:
                  who:
                    match: { path: /who }
                    respond: told
                    responseHeaders:
                      set: { X-Told: "{tls.client.subject} {tls.client.names} {tls.client.verified}" }
                  all: { upstream: backend }
                upstreams: { backend: { endpoints: ["127.0.0.1:%d"] } }
                """.formatted(clientAuth, backend.getAddress().getPort()));
    }

    private String as(Program program, String name, String path) throws IOException {
        return scene.told(
                "https://site.test:" + program.port("web") + path,
                "--cert",
                folder.resolve(name + ".pem").toString(),
                "--key",
                folder.resolve(name + ".key").toString());
    }

    private String asNobody(Program program, String path, String... more) throws IOException {
        return scene.told("https://site.test:" + program.port("web") + path, more);
    }

    @Test
    void requiredOnesLetOnlyTheirOwnersIn() throws IOException {
        Program program = run("require");
        assertEquals("CN=alice alice.test true", as(program, "alice", "/who"));
        for (String refused :
                new String[] {as(program, "late", "/who"), as(program, "mallory", "/who"), asNobody(program, "/who")}) {
            assertTrue(refused.startsWith("curl: ("), refused);
        }
        assertEquals("CN=alice alice.test true", as(program, "alice", "/who"), "it goes on serving");
    }

    @Test
    void requestedOnesAreGoodOrAbsent() throws IOException {
        Program program = run("request");
        assertEquals("CN=alice alice.test true", as(program, "alice", "/who"));
        assertEquals("false", asNobody(program, "/who").strip());
        assertTrue(as(program, "mallory", "/who").startsWith("curl: ("));
    }

    @Test
    void upstreamsAreToldAndNobodyElseCanClaimOne() throws IOException {
        Program program = run("request");
        assertTrue(as(program, "alice", "/").endsWith("\r\n\r\n[" + field("alice") + "]"));
        String claimed = asNobody(program, "/", "-H", "Client-Cert: " + field("alice"));
        assertTrue(claimed.endsWith("\r\n\r\nnull"), claimed);
        assertEquals(
                "[" + field("alice") + "]",
                scene.curl(
                        "https://site.test:" + program.port("web") + "/",
                        "--cert",
                        folder.resolve("alice.pem").toString(),
                        "--key",
                        folder.resolve("alice.key").toString(),
                        "-H",
                        "Client-Cert: :bW9yZQ==:"));
    }

    private String field(String name) throws IOException {
        String pem = Files.readString(folder.resolve(name + ".pem"));
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        return ":" + Base64.getEncoder().encodeToString(der) + ":";
    }

    @Test
    void authoritiesMayChangeWhileItRuns() throws IOException {
        Program program = run("require");
        assertEquals("CN=alice alice.test true", as(program, "alice", "/who"));
        Files.copy(folder.resolve("strangers.pem"), folder.resolve("bundle.pem"), StandardCopyOption.REPLACE_EXISTING);
        program.eventually("mallory is in", () -> {
            try {
                return as(program, "mallory", "/who").startsWith("CN=mallory");
            } catch (IOException e) {
                return false;
            }
        });
        assertFalse(as(program, "alice", "/who").startsWith("CN=alice"));
    }
}
