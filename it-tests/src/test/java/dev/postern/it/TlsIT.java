package dev.postern.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What openssl and curl, which nobody wrote for us, make of our TLS; with each engine. */
class TlsIT {
    private static final String CONFIGURATION = """
            listeners:
              web: { address: "127.0.0.1:0", tls: { certificates: [site] } }
            certificates:
              site: { certificate: FOLDER/site.pem, key: FOLDER/site.key }
            tls: { engine: ENGINE }
            routes:
              all: { respond: hello }
            """;

    private static final String SECURED = """
            listeners:
              web: { address: "127.0.0.1:0" }
              sealed: { address: "127.0.0.1:0", protocol: tcp, upstream: plain, tls: { certificates: [site] } }
            certificates:
              site: { certificate: FOLDER/site.pem, key: FOLDER/site.key }
            tls: { engine: ENGINE }
            routes:
              all: { listeners: [web], upstream: up }
            upstreams:
              up: { endpoints: ["127.0.0.1:PORT"], tls: { serverName: NAME, ca: FOLDER/authority.pem } }
              plain: { endpoints: ["127.0.0.1:PLAIN"] }
            """;

    @TempDir
    private Path folder = Path.of("");

    private HttpsScene scene;

    @BeforeEach
    void issue() {
        scene = new HttpsScene(folder);
        scene.authority.issue("site", "site.test", "127.0.0.1");
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private int serve(String engine) throws IOException {
        return scene.run(CONFIGURATION.replace("ENGINE", engine)).port("web");
    }

    /** What openssl's client prints, asking for the page where it gets that far. */
    private String client(int port, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "openssl", "s_client", "-connect", "127.0.0.1:" + port, "-CAfile", "authority.pem", "-ign_eof"));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        try (OutputStream out = process.getOutputStream()) {
            out.write("GET / HTTP/1.0\r\nHost: site.test\r\n\r\n".getBytes(UTF_8));
        } catch (IOException e) {
            // It has ended before, and says why.
        }
        try (InputStream in = process.getInputStream()) {
            String said = new String(in.readAllBytes(), UTF_8);
            assertTrue(process.waitFor(30, TimeUnit.SECONDS), said);
            return said;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "conscrypt"})
    void speaksVersionsThatAreSafeAndNoOthers(String engine) throws IOException {
        int port = serve(engine);
        for (String version : List.of("-tls1_2", "-tls1_3")) {
            String said = client(port, version);
            assertTrue(said.contains("Verify return code: 0") && said.contains("hello"), said);
        }
        for (String version : List.of("-tls1", "-tls1_1")) {
            String said = client(port, version, "-cipher", "DEFAULT@SECLEVEL=0");
            assertTrue(said.contains("Cipher is (NONE)") && !said.contains("hello"), said);
        }
        String weak = client(port, "-tls1_2", "-cipher", "AES128-SHA:ECDHE-ECDSA-AES128-SHA@SECLEVEL=0");
        assertTrue(weak.contains("Cipher is (NONE)"), weak);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "conscrypt"})
    void resumesSessions(String engine) throws IOException {
        int port = serve(engine);
        for (String version : List.of("-tls1_2", "-tls1_3")) {
            String first = client(port, version, "-sess_out", "session");
            assertTrue(first.contains("\nNew, "), first);
            for (int i = 0; i < 3; i++) {
                String next = client(port, version, "-sess_in", "session");
                assertTrue(next.contains("\nReused, ") && next.contains("hello"), next);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "conscrypt"})
    void agreesOnHttp1AndOnNothingElse(String engine) throws IOException {
        int port = serve(engine);
        String both = client(port, "-alpn", "h2,http/1.1");
        assertTrue(both.contains("ALPN protocol: http/1.1"), both);
        assertFalse(client(port, "-alpn", "h2").contains("ALPN protocol: h2"));
        assertEquals("hello 1.1", scene.curl("https://site.test:" + port + "/", "--http2", "-w", " %{http_version}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "conscrypt"})
    void endsAConnectionThatBeginsAnotherHandshake(String engine) throws IOException, InterruptedException {
        int port = serve(engine);
        Process process = new ProcessBuilder(
                        "openssl", "s_client", "-connect", "127.0.0.1:" + port, "-tls1_2", "-CAfile", "authority.pem")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        try (OutputStream out = process.getOutputStream()) {
            out.write("R\n".getBytes(UTF_8));
            out.flush();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertTrue(said.contains("RENEGOTIATING"), said);
            assertFalse(said.contains("verify return:1\nverify return:1\nRENEGOTIATING\ndepth"), said);
        }
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertEquals("hello", scene.curl("https://site.test:" + port + "/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "conscrypt"})
    void tellsCurlThatThisIsNoPlainHttp(String engine) throws IOException {
        int port = serve(engine);
        String said = scene.curl("http://site.test:" + port + "/");
        assertTrue(said.startsWith("400 ") && said.contains("https://"), said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "conscrypt"})
    void comesToEndpointsOfOpensslAndEndsTlsForPlainOnes(String engine) throws IOException {
        int port = freePort();
        Process endpoint = new ProcessBuilder(
                        "openssl",
                        "s_server",
                        "-accept",
                        Integer.toString(port),
                        "-cert",
                        "site.pem",
                        "-key",
                        "site.key",
                        "-www",
                        "-quiet")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (ServerSocket plain = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> greet(plain));
            String configuration = SECURED.replace("ENGINE", engine)
                    .replace("PORT", Integer.toString(port))
                    .replace("PLAIN", Integer.toString(plain.getLocalPort()));
            Program program = scene.run(configuration.replace("NAME", "site.test"));
            String url = "http://site.test:" + program.port("web") + "/";
            program.eventually("the endpoint is there", () -> curled(url).contains("Ciphers common"));
            assertTrue(client(program.port("sealed")).contains("a greeting"));
            Program mistaken = scene.run(configuration.replace("NAME", "other.test"));
            String refused = scene.curl("http://site.test:" + mistaken.port("web") + "/", "-i");
            assertTrue(refused.startsWith("HTTP/1.1 502 ") && refused.contains("tls_certificate_error"), refused);
        } finally {
            endpoint.destroyForcibly();
        }
    }

    @Test
    void nothingOfItIsLoadedWhereThereIsNone() throws IOException {
        Path loaded = folder.resolve("loaded");
        Path file = scene.write("""
                listeners: { web: { address: "127.0.0.1:0" } }
                routes: { all: { respond: hello } }
                """);
        try (Program program = Program.run(
                Map.of("POSTERN_OPTS", "-Xlog:class+load:file=" + loaded), "run", "--config", file.toString())) {
            assertEquals(
                    "hello", scene.curl("http://site.test:" + program.ready().port("web") + "/"));
            String classes = Files.readString(loaded);
            assertTrue(classes.contains(" dev.postern.app.Main "), "nothing was recorded");
            assertFalse(classes.contains(" org.conscrypt."), "Conscrypt");
            assertFalse(classes.contains(" sun.security.ssl.SSLEngineImpl "), "the JDK's engine");
        }
    }

    private String curled(String url) {
        try {
            return scene.curl(url);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void greet(ServerSocket server) {
        try {
            while (true) {
                try (Socket client = server.accept()) {
                    client.getOutputStream().write("a greeting\n".getBytes(UTF_8));
                }
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
