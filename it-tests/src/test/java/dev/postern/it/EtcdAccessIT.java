package dev.postern.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.ports.teststores.EtcdCluster;
import dev.postern.ports.teststores.EtcdServer;
import dev.postern.ports.teststores.TestCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ways to reach an etcd, and what is said of those that lead nowhere. */
class EtcdAccessIT {
    @TempDir
    private Path folder = Path.of("");

    private static void fill(EtcdServer etcd) {
        etcd.put("postern/listeners/web", "{ address: \"127.0.0.1:0\" }");
        etcd.put("postern/routes/all", "{ respond: one }");
    }

    private String[] run(String uri) {
        return new String[] {
            "run", "--config", uri, "--state", folder.resolve("state").toString()
        };
    }

    @Test
    void threeMembersLoseTheirLeader() throws Exception {
        try (EtcdCluster cluster = new EtcdCluster();
                Service backend = new Service("backend");
                Client client = new Client()) {
            cluster.put("postern/listeners/web", "{ address: \"127.0.0.1:0\" }");
            cluster.put("postern/routes/steady", "{ match: { prefix: /steady }, upstream: service }");
            cluster.put("postern/upstreams/service", "{ endpoints: [\"127.0.0.1:" + backend.port() + "\"] }");
            cluster.put("postern/routes/version", "{ match: { path: /version }, respond: \"0\" }");
            try (Program program = Program.run(run("etcd://" + cluster.addresses() + "/postern"))) {
                String url = program.ready().url("web") + "/version";
                try (SteadyLoad load = new SteadyLoad(program.port("web"), "/steady")) {
                    for (int i = 1; i <= 3; i++) {
                        String version = Integer.toString(i);
                        cluster.killTheLeader();
                        cluster.put("postern/routes/version", "{ match: { path: /version }, respond: \"" + i + "\" }");
                        long begin = System.nanoTime();
                        program.eventually(
                                "version " + version, () -> client.text(url).equals(version));
                        System.out.println("etcd: a change after the leader was lost took "
                                + (System.nanoTime() - begin) / 1_000_000 + " ms");
                        cluster.restart();
                    }
                    cluster.killTheLeader();
                    cluster.put("postern/routes/version", "{ match: { path: /version }, respond: without-one }");
                    program.eventually("without one", () -> client.text(url).equals("without-one"));
                    cluster.killTheLeader();
                    program.eventually(
                            "told", () -> program.err().contains("can't be read, what it said before stays"));
                    cluster.restart();
                    cluster.put("postern/routes/version", "{ match: { path: /version }, respond: whole-again }");
                    program.eventually("whole again", () -> client.text(url).equals("whole-again"));
                    System.out.println("etcd losing leaders: " + load.assertNoneFailed() + " requests, 0 failed");
                }
            }
        }
    }

    @Test
    void tokensThatEndAreRenewedWithoutAWord() throws Exception {
        try (EtcdServer etcd = EtcdServer.startWithTokensOf(Duration.ofSeconds(1));
                Client client = new Client()) {
            fill(etcd);
            etcd.guard("root-password", "postern", "right", "postern/");
            Path password = Files.writeString(folder.resolve("password"), "right\n");
            try (Program program =
                    Program.run(run("etcd://" + etcd.address() + "/postern?user=postern&password-file=" + password))) {
                String url = program.ready().url("web");
                for (int i = 1; i <= 3; i++) {
                    etcd.awaitTokensEnded();
                    // why: a new list needs a token, and the one that was given has ended
                    etcd.kill();
                    etcd.restart();
                    String text = "after " + i;
                    etcd.put("postern/routes/all", "{ respond: " + text + " }");
                    program.eventually(text, () -> client.text(url).equals(text));
                }
                assertFalse(program.output().contains("token"), program.output());
                assertFalse(program.output().contains("right"), program.output());
            }
        }
    }

    @Test
    void tlsWithACertificateOfOurOwnAndAnAuthorityThatIsTheWrongOne() throws Exception {
        try (EtcdServer etcd = EtcdServer.startWithTls();
                Client client = new Client()) {
            fill(etcd);
            Path own = etcd.folder();
            String access = "&cert=" + own.resolve("client.crt") + "&key=" + own.resolve("client.key");
            String uri = "etcd://" + etcd.tlsAddress() + "/postern?tls=true&ca=";
            try (Program program = Program.run(run(uri + own.resolve("server.crt") + access))) {
                assertEquals("one", client.text(program.ready().url("web")));
            }
            Path stranger = TestCertificate.create(folder, "stranger").certificate();
            try (Program program = Program.run("check", uri + stranger + access)) {
                assertEquals(3, program.exitCode());
                assertTrue(program.err().contains("etcd " + etcd.tlsAddress() + ": TLS failed: "), program.output());
                assertTrue(program.err().contains("certification path"), program.output());
            }
            try (Program program = Program.run("check", uri + own.resolve("server.crt"))) {
                assertEquals(3, program.exitCode(), "without a certificate of its own: " + program.output());
                assertTrue(program.err().contains("etcd " + etcd.tlsAddress() + ": "), program.output());
            }
        }
    }

    @Test
    void withoutEtcdTheProxyStartsFromWhatItSavedOrSaysWhyNot() throws Exception {
        try (EtcdServer etcd = EtcdServer.start();
                Client client = new Client()) {
            fill(etcd);
            etcd.put("postern/admin", "{ address: \"127.0.0.1:0\" }");
            String uri = "etcd://" + etcd.address() + "/postern";
            try (Program program = Program.run(run(uri))) {
                program.ready();
                // why: state is saved behind the first answer
                program.eventually("saved", () -> Program.hasSaved(folder.resolve("state")));
            }
            etcd.kill();
            try (Program program = Program.run(
                    "run", "--config", uri, "--state", folder.resolve("other").toString())) {
                assertEquals(3, program.exitCode());
                assertTrue(program.err().contains("etcd " + etcd.address() + ": connection refused"), program.output());
            }
            try (Program program = Program.run(run(uri));
                    Program waiting = Program.run(
                            "run",
                            "--wait",
                            "--config",
                            uri,
                            "--state",
                            folder.resolve("waiting").toString())) {
                String url = program.ready().url("web");
                assertEquals("one", client.text(url));
                assertTrue(program.logged("config-restored"), program.output());
                etcd.restart();
                etcd.put("postern/routes/all", "{ respond: two }");
                program.eventually("two", () -> client.text(url).equals("two"));
                String other = waiting.ready().url("web");
                waiting.eventually("two", () -> client.text(other).equals("two"));
            }
        }
    }

    @Test
    void neitherGrpcNorNettyIsLoadedWhereEtcdIsNotConfigured() throws Exception {
        Path loaded = folder.resolve("loaded");
        Path file = Files.writeString(folder.resolve("postern.yaml"), """
                listeners: { web: { address: "127.0.0.1:0" } }
                routes: { all: { respond: one } }
                """);
        // why without a cache: making one is a program of its own, which would write to the same file.
        try (Program program = Program.run(
                        Map.of("POSTERN_OPTS", "-Xlog:class+load:file=" + loaded, "POSTERN_AOT", "off"),
                        "run",
                        "--config",
                        file.toString());
                Client client = new Client()) {
            assertEquals("one", client.text(program.ready().url("web")));
            String classes = Files.readString(loaded);
            assertTrue(classes.contains("dev.postern.app.Main"), "nothing was recorded");
            for (String foreign :
                    new String[] {"io.grpc.", "io.netty.", "com.google.protobuf.", "com.ibm.etcd.", "okhttp3."}) {
                assertFalse(classes.contains(" " + foreign), foreign);
            }
        }
    }
}
