package dev.postern.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.ports.teststores.EtcdServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The program with its configuration in a real etcd, a backend behind it, and steady load on the way there. */
final class EtcdScene implements AutoCloseable {
    private static final String VERSION = "postern/routes/version";

    final EtcdServer etcd;
    final Service backend = new Service("backend");
    final Client client = new Client();
    final Path state = Files.createTempDirectory("postern-state");
    private @Nullable Program program;
    private @Nullable SteadyLoad load;

    EtcdScene() throws IOException {
        etcd = EtcdServer.start();
        fill();
    }

    /** Puts everything that is there at the beginning, at once: a part of it would be a configuration, too. */
    void fill() {
        etcd.transaction(Map.of(
                "postern/listeners/web",
                Optional.of("{ address: \"127.0.0.1:0\" }"),
                "postern/admin",
                Optional.of("{ address: \"127.0.0.1:0\" }"),
                "postern/changes",
                Optional.of("{ minInterval: 1ms, hold: 1s }"),
                "postern/routes/steady",
                Optional.of("{ match: { prefix: /steady }, upstream: service }"),
                "postern/upstreams/service",
                Optional.of("{ endpoints: [\"127.0.0.1:" + backend.port() + "\"] }"),
                VERSION,
                Optional.of(answering("0"))));
    }

    /** What {@code /version} is to answer. */
    void version(String text) {
        etcd.put(VERSION, answering(text));
    }

    private static String answering(String text) {
        return "{ match: { path: /version }, respond: \"" + text + "\" }";
    }

    EtcdScene run() throws IOException {
        return run(etcd.address());
    }

    EtcdScene run(String members) throws IOException {
        return runFrom("etcd://" + members + "/postern");
    }

    EtcdScene runFrom(String uri) throws IOException {
        program = Program.run("run", "--config", uri, "--state", state.toString());
        load = new SteadyLoad(program.ready().port("web"), "/steady");
        return this;
    }

    Program program() {
        return Objects.requireNonNull(program, "not run yet");
    }

    int port() {
        return program().port("web");
    }

    String get(String path) {
        return client.text(program().url("web") + path);
    }

    private HttpResponse<String> ask(String path) {
        return client.get(program().admin() + path);
    }

    boolean isReady() {
        return ask("/readyz").statusCode() == 200;
    }

    /** Waits until the status tells this. */
    void awaitProblem(String text) {
        program()
                .eventually(
                        "the problem " + text,
                        () -> ask("/config/problems").body().contains(text));
    }

    void awaitNoProblem() {
        program().eventually("no problem", () -> ask("/config/problems").body().contains("\"problems\" : [ ]"));
    }

    void awaitVersion(String text) {
        program().eventually("version " + text, () -> get("/version").equals(text));
    }

    /** Waits for it on a connection of its own, and tells how long that took. */
    static long millisUntil(KeptConnection connection, String path, String answer) throws IOException {
        long begin = System.nanoTime();
        long end = begin + 30_000_000_000L;
        while (!connection.get(path).equals(answer)) {
            assertTrue(System.nanoTime() < end, "never " + answer);
        }
        return (System.nanoTime() - begin) / 1_000_000;
    }

    /** Fails unless every request of the load was answered. */
    void assertNoneFailed(String what) throws InterruptedException {
        System.out.println(what + ": " + Objects.requireNonNull(load).assertNoneFailed() + " requests, 0 failed");
    }

    @Override
    public void close() throws IOException {
        if (load != null) {
            load.close();
        }
        if (program != null) {
            program.close();
        }
        backend.close();
        client.close();
        etcd.close();
        try (Stream<Path> files = Files.list(state)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(state);
    }
}
