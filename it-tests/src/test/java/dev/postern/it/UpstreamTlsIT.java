package dev.postern.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.ports.testtls.TestAuthority;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One proxy behind another: the one in front speaks TLS to the one behind, which asks for its certificate. */
class UpstreamTlsIT {
    @TempDir
    private Path folder = Path.of("");

    private static String front(int port, String routes, String upstreams) {
        return """
                listeners: { web: { address: "127.0.0.1:0" } }
                admin: { address: "127.0.0.1:0" }
                certificates: { front: { certificate: FOLDER/front.pem, key: FOLDER/front.key } }
                routes: { %s }
                upstreams: { %s }
                """.formatted(routes, upstreams).replace("BEHIND", "endpoints: [\"127.0.0.1:" + port + "\"]");
    }

    @Test
    void endpointsAreWhoTheySayTheyAreOrNobodyAsksThem() throws IOException {
        try (HttpsScene scene = new HttpsScene(folder)) {
            scene.authority.issue("behind", "behind.test");
            scene.authority.issue("front", "front.test");
            TestAuthority.create(folder, "others");
            int port = scene.aside("""
                    listeners:
                      web:
                        address: "127.0.0.1:0"
                        tls: { certificates: [behind], clientAuth: require, clientCa: FOLDER/authority.pem }
                    certificates: { behind: { certificate: FOLDER/behind.pem, key: FOLDER/behind.key } }
                    routes:
                      all: { respond: hi, responseHeaders: { set: { X-Told: "{tls.sni} {tls.client.subject}" } } }
                    """).port("web");
            String routes = "good: { match: { path: /good }, upstream: good, rewrite: { host: behind.test } },"
                    + " wrong: { match: { path: /wrong }, upstream: wrong },"
                    + " named: { match: { path: /named }, upstream: named },"
                    + " nobody: { match: { path: /nobody }, upstream: nobody },"
                    + " any: { match: { path: /any }, upstream: any, rewrite: { host: else.test } }";
            String tls = "tls: { ca: FOLDER/authority.pem, serverName: behind.test, certificate: front }";
            String upstreams = "good: { BEHIND, " + tls + " },"
                    + " wrong: { BEHIND, " + tls.replace("authority.pem", "others.pem") + " },"
                    + " named: { BEHIND, " + tls.replace("behind.test", "else.test") + " },"
                    + " nobody: { BEHIND, " + tls.replace(", certificate: front", "") + " },"
                    + " any: { BEHIND, tls: { serverName: else.test, verify: none, certificate: front } }";
            Program program = scene.run(front(port, routes, upstreams));
            String url = "http://front.test:" + program.port("web");
            assertEquals("behind.test CN=front", scene.told(url + "/good"));
            for (String path : new String[] {"/wrong", "/named", "/nobody"}) {
                String answer = scene.curl(url + path, "-i");
                assertTrue(answer.startsWith("HTTP/1.1 502 "), path + ": " + answer);
            }
            assertEquals("else.test CN=front", scene.told(url + "/any"));
            assertTrue(scene.admin(program, "/upstreams?name=any").contains("\"tls\" : \"not verified\""));
            assertTrue(scene.admin(program, "/upstreams?name=good").contains("\"tls\" : \"verified\""));
            assertTrue(program.err().contains("upstreams.any.tls.verify: none takes whoever answers"), program.err());
            scene.awaitProblem(program, "upstreams.any.tls.verify");
        }
    }
}
