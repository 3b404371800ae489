package dev.postern.ports.teststores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One running server. Dies with {@link #kill()}, and with this JVM at the latest. */
final class ServerProcess {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final AtomicInteger STARTED = new AtomicInteger();

    private final StoreProgram program;
    private final String id;
    private final Process process;
    private final Path log;
    private final Thread hook;

    private ServerProcess(StoreProgram program, String id, Process process, Path log) {
        this.program = program;
        this.id = id;
        this.process = process;
        this.log = log;
        this.hook = new Thread(this::end);
    }

    static ServerProcess start(StoreProgram program, List<String> arguments, Path folder, List<Integer> ports) {
        String id = "postern-test-" + ProcessHandle.current().pid() + "-" + STARTED.incrementAndGet();
        Path log = folder.resolve(id + ".log");
        try {
            Process process = new ProcessBuilder(program.command(arguments, id, folder, ports))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            ServerProcess server = new ServerProcess(program, id, process, log);
            Runtime.getRuntime().addShutdownHook(server.hook);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("can't start " + program, e);
        }
    }

    /** Returns when the question is answered by true; fails with the log's end when it never is. */
    void awaitReady(Callable<Boolean> ready) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        try {
            while (!answersTrue(ready)) {
                boolean ended = process.waitFor(20, TimeUnit.MILLISECONDS);
                if (ended || System.nanoTime() > end) {
                    end();
                    throw new IllegalStateException(program + (ended ? " ended at once" : " does not get ready")
                            + ". The end of its log:\n" + logTail());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static boolean answersTrue(Callable<Boolean> ready) throws InterruptedException {
        try {
            return ready.call();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception notYet) {
            return false;
        }
    }

    /** Like a power cut. */
    void kill() {
        end();
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    private void end() {
        if (program instanceof StoreProgram.Container) {
            run("docker", "kill", id);
        }
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Stops it where it stands; its connections stay open and say nothing. */
    void freeze() {
        switch (program) {
            case StoreProgram.Binary binary -> run("kill", "-STOP", Long.toString(process.pid()));
            case StoreProgram.Container container -> run("docker", "pause", id);
        }
    }

    void thaw() {
        switch (program) {
            case StoreProgram.Binary binary -> run("kill", "-CONT", Long.toString(process.pid()));
            case StoreProgram.Container container -> run("docker", "unpause", id);
        }
    }

    String logTail() {
        try {
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 25), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    private static void run(String... command) {
        try {
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
