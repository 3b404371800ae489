package dev.postern.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** In a process of its own, as this one's signals belong to its parent. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JvmSignalsTest {
    private static final Duration ONE_STOP = Duration.ofMillis(500);

    private Process process;
    private BufferedReader out;

    JvmSignalsTest() throws IOException {
        process = start(ONE_STOP);
        out = process.inputReader(UTF_8);
    }

    private static Process start(Duration oneStop) throws IOException {
        List<String> command = new ArrayList<>();
        if (OS.LINUX.isCurrentOs()) {
            // why: a JVM leaves alone what it inherits as ignored, as INT and HUP are below nohup and in the
            // background.
            command.addAll(List.of("env", "--default-signal=HUP,INT,TERM"));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Subject.class.getName(),
                oneStop.toString()));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    private void send(String signal) throws Exception {
        send(signal, 1);
    }

    private void send(String signal, int times) throws Exception {
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
        command.addAll(Collections.nCopies(times, Long.toString(process.pid())));
        assertEquals(0, new ProcessBuilder(command).start().waitFor());
    }

    private void awaitEnd(int exitCode) throws InterruptedException {
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "it ends");
        assertEquals(exitCode, process.exitValue());
    }

    @Test
    void reloadsAndStopsAndEndsWithTheCodeOfTheProgram() throws Exception {
        assertEquals("ready", out.readLine());
        send("HUP");
        assertEquals("reload", out.readLine());
        send("HUP");
        assertEquals("reload", out.readLine());
        send("TERM");
        assertEquals("stop", out.readLine());
        process.outputWriter(UTF_8).append("end\n").close();
        awaitEnd(0);
    }

    @Test
    void endsAtOnceWhenItIsToldToStopAgain() throws Exception {
        assertEquals("ready", out.readLine());
        send("INT");
        assertEquals("stop", out.readLine());
        TimeUnit.MILLISECONDS.sleep(700);
        send("TERM");
        awaitEnd(143);
    }

    @Test
    void twoSignalsInOneMomentAreOneStop() throws Exception {
        process.destroyForcibly();
        // why: the machine may halt between the two.
        process = start(Duration.ofMinutes(1));
        out = process.inputReader(UTF_8);
        assertEquals("ready", out.readLine());
        send("TERM", 2);
        assertEquals("stop", out.readLine());
        process.outputWriter(UTF_8).append("end\n").close();
        assertEquals("end", out.readLine());
        awaitEnd(0);
    }

    static final class Subject {
        private Subject() {}

        /** Says what it is told, and after a stop waits for its standard input to end. */
        public static void main(String[] args) throws Exception {
            CountDownLatch stop = new CountDownLatch(1);
            new JvmSignals(Duration.parse(args[0]))
                    .handle(
                            () -> {
                                System.out.println("stop");
                                stop.countDown();
                            },
                            () -> System.out.println("reload"));
            System.out.println("ready");
            stop.await();
            long read = System.in.transferTo(System.out);
            System.exit(read > 0 ? 0 : 1);
        }
    }
}
