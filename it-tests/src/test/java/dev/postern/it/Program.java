package dev.postern.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The installed program, run as a user runs it. Its output is read while it runs; closing it ends it. */
final class Program implements AutoCloseable {
    static final Path LAUNCHER = Path.of(System.getProperty("postern.home", ""), "bin", "postern");
    private static final Pattern ADMIN = Pattern.compile("\"event\":\"admin-listening\",\"address\":\"([^\"]+)\"");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final List<String> out = new CopyOnWriteArrayList<>();
    private final List<String> err = new CopyOnWriteArrayList<>();
    private final List<Thread> readers = new ArrayList<>();

    private Program(Process process) {
        this.process = process;
        readers.add(reader(process.inputReader(), out));
        readers.add(reader(process.errorReader(), err));
    }

    private static Thread reader(BufferedReader from, List<String> to) {
        return Thread.ofVirtual().start(() -> {
            try (from) {
                for (String line = from.readLine(); line != null; line = from.readLine()) {
                    to.add(line);
                }
            } catch (IOException e) {
                to.add(e.toString());
            }
        });
    }

    static Program run(String... arguments) throws IOException {
        return run(Map.of(), arguments);
    }

    static Program run(Map<String, String> environment, String... arguments) throws IOException {
        return runIn(Path.of("").toAbsolutePath(), environment, arguments);
    }

    /** As a user of that folder would. */
    static Program runIn(Path folder, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        // why: a test must not leave a recording of the start-up cache running behind it.
        builder.environment().put("POSTERN_AOT", "off");
        builder.environment().putAll(environment);
        return new Program(builder.start());
    }

    /** Waits until the program says that it serves. */
    Program ready() {
        eventually("ready", () -> logged("ready"));
        return this;
    }

    /** The port that a listener got, as the program says. */
    int port(String listener) {
        Matcher matcher = Pattern.compile("[\",]" + listener + "@[^ ,]*:(\\d+)").matcher(output());
        if (!matcher.find()) {
            throw new AssertionError("no listener " + listener + " in: " + output());
        }
        return Integer.parseInt(matcher.group(1));
    }

    /** Where the admin API listens, as it was told last. */
    String admin() {
        String address = "";
        Matcher told = ADMIN.matcher(err());
        while (told.find()) {
            address = told.group(1);
        }
        if (address.isEmpty()) {
            throw new AssertionError("no admin API in: " + output());
        }
        return "http://" + address;
    }

    /**
     * Whether a line of the log tells of that event.
     *
     * @param pairs what stands right behind it in the line: {@code "version":2}
     */
    boolean logged(String event, String... pairs) {
        String following = pairs.length == 0 ? "" : "," + String.join(",", pairs);
        return err().contains("\"event\":\"" + event + "\"" + following);
    }

    String url(String listener) {
        return "http://127.0.0.1:" + port(listener);
    }

    /** Asks the program to stop, as service managers do. */
    void terminate() {
        process.destroy();
    }

    /** Waits for its end, and for all that it printed. */
    int exitCode() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("still running: " + output());
            }
            for (Thread reader : readers) {
                reader.join();
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The time that it has computed so far. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    boolean isRunning() {
        return process.isAlive();
    }

    String out() {
        return lines(out);
    }

    String err() {
        return lines(err);
    }

    private static String lines(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    String output() {
        return "out: " + out() + "err: " + err();
    }

    /** Whether what was in force is kept in that folder. */
    static boolean hasSaved(Path state) {
        try (Stream<Path> files = Files.list(state)) {
            return files.anyMatch(file -> file.toString().endsWith(".state"));
        } catch (IOException e) {
            return false;
        }
    }

    void eventually(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        // why before: the end itself may be what it waits for.
        boolean isAlive = process.isAlive();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline || !isAlive) {
                throw new AssertionError("never " + what + "; " + output());
            }
            LockSupport.parkNanos(5_000_000);
            isAlive = process.isAlive();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
