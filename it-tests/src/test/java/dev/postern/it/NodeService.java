package dev.postern.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A backend on Node's HTTP server, in a process of its own: {@code node-service.mjs}. */
final class NodeService implements AutoCloseable {
    private final Process process;
    private final int port;

    NodeService() throws IOException {
        Path script = Path.of(Objects.requireNonNull(NodeService.class.getResource("node-service.mjs"))
                .getPath());
        process = new ProcessBuilder("node", script.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = process.inputReader();
        port = Integer.parseInt(Objects.requireNonNull(out.readLine(), "node ended"));
    }

    static boolean isHere() {
        try {
            return new ProcessBuilder("node", "--version")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
