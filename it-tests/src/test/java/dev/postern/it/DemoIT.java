package dev.postern.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DemoIT {
    @Test
    void everyLineThatItSuggestsAnswers() throws IOException, InterruptedException {
        try (Program demo = Program.run("demo")) {
            demo.eventually("what to try", () -> demo.ready().out().contains("Ctrl-C ends"));
            Matcher line =
                    Pattern.compile("^ {2}curl (-L )?(\\S+)", Pattern.MULTILINE).matcher(demo.out());
            int lines = 0;
            while (line.find()) {
                lines++;
                Process curl = new ProcessBuilder("curl", "-sL", "-m", "10", "-w", "%{http_code}", line.group(2))
                        .redirectErrorStream(true)
                        .start();
                String answer = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertEquals(0, curl.waitFor(), answer);
                assertTrue(answer.endsWith("200"), line.group() + ": " + answer);
            }
            assertTrue(lines >= 4, demo.output());
            demo.terminate();
            assertEquals(0, demo.exitCode(), demo.output());
        }
    }
}
