package dev.postern.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code postern top} on a real terminal, which util-linux's script makes. */
class TopIT {
    private static final String QUIT = "q";
    private static final String SCREEN_GIVEN_BACK = "\u001b[?1049l";

    @TempDir
    private Path folder = Path.of("");

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void drawsWhatHappensUntilItIsToldToStop() throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("postern.yaml"), """
                listeners: { web: { address: "127.0.0.1:0" } }
                admin: { address: "127.0.0.1:0" }
                routes: { dead: { upstream: dead } }
                upstreams: { dead: { endpoints: ["127.0.0.1:1"], health: { tcp: true, interval: 100ms } } }
                """);
        try (Program program = Program.run("run", "--config", file.toString())) {
            String command =
                    Program.LAUNCHER + " top --admin " + program.ready().admin();
            ProcessBuilder builder = new ProcessBuilder("script", "-qec", command, "/dev/null");
            builder.environment().put("POSTERN_AOT", "off");
            builder.environment().put("TERM", "xterm");
            Process top = builder.redirectErrorStream(true).start();
            try (Reader screen = top.inputReader(StandardCharsets.UTF_8)) {
                String shown = until(screen, "is unhealthy");
                assertTrue(shown.contains("requests/s"), shown);
                top.getOutputStream().write(QUIT.getBytes(StandardCharsets.US_ASCII));
                top.getOutputStream().flush();
                until(screen, SCREEN_GIVEN_BACK);
                assertTrue(top.waitFor(30, TimeUnit.SECONDS));
                assertEquals(0, top.exitValue());
            } finally {
                top.destroyForcibly();
            }
        }
    }

    private static String until(Reader screen, String text) throws IOException {
        StringBuilder shown = new StringBuilder();
        while (shown.indexOf(text) < 0) {
            int c = screen.read();
            assertTrue(c >= 0, () -> "never shown: " + text + "; but: " + shown);
            shown.append((char) c);
        }
        return shown.toString();
    }
}
