package dev.postern.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The installed program before one backend that it knows by name: everything on {@code web} goes there, and so does all of {@code raw}, as TCP. */
final class Proxy implements AutoCloseable {
    private final Path folder = Files.createTempDirectory("postern-it");
    private final Path file = folder.resolve("postern.yaml");
    private final int backend;
    private final Program program;

    Proxy(int backend) throws IOException {
        this(backend, Map.of());
    }

    Proxy(int backend, Map<String, String> environment) throws IOException {
        this.backend = backend;
        configure("");
        program = Program.run(environment, "run", "--config", file.toString());
        program.ready();
    }

    /** Puts further routes beside the one that is always there. */
    void configure(String routes) throws IOException {
        Path next = Files.writeString(
                folder.resolve("next"), """
                listeners:
                  web: { address: "127.0.0.1:0" }
                  raw: { address: "127.0.0.2:0", protocol: tcp, upstream: backend }
                routes:
                  all: { upstream: backend }
                %s
                upstreams:
                  backend: { endpoints: ["localhost:%d"] }
                """.formatted(routes.indent(2).stripTrailing(), backend));
        Files.move(next, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    Program program() {
        return program;
    }

    int port() {
        return program.port("web");
    }

    int tcpPort() {
        return program.port("raw");
    }

    String url(String path) {
        return program.url("web") + path;
    }

    @Override
    public void close() throws IOException {
        program.close();
        Files.deleteIfExists(file);
        Files.deleteIfExists(folder);
    }
}
