package dev.postern.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A backend in a process of its own, which can be put into moods and killed: {@link MoodyProgram}. */
final class MoodyService implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final int port;

    private MoodyService(Process process) throws IOException {
        this.process = process;
        out = process.inputReader();
        port = Integer.parseInt(Objects.requireNonNull(out.readLine(), "it ended"));
    }

    static MoodyService start(String name) throws IOException {
        return start(name, 0);
    }

    static MoodyService start(String name, int port) throws IOException {
        try {
            String classes = Path.of(MoodyProgram.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
            String java =
                    Path.of(System.getProperty("java.home", ""), "bin", "java").toString();
            return new MoodyService(new ProcessBuilder(
                            java,
                            "-Xmx64m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            classes,
                            MoodyProgram.class.getName(),
                            name,
                            Integer.toString(port))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    int port() {
        return port;
    }

    /** Returns when it is so. */
    void become(String mood) throws IOException {
        process.outputWriter().write(mood + "\n");
        process.outputWriter().flush();
        out.readLine();
    }

    /** SIGKILL; returns when it is dead. */
    void kill() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                throw new AssertionError("it lives");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
