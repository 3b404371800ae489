package dev.postern.app.fakes;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** One of a command's streams, to be read by the test while the command runs. */
public final class TestConsole {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    public PrintStream stream() {
        return stream;
    }

    public String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    public List<String> lines() {
        return text().lines().toList();
    }

    public void await(String text) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!text().contains(text)) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("never printed: " + text + "; but: " + text());
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
