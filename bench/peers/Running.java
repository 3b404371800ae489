package peers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process, with all that it starts: what it uses, and its end. */
final class Running implements AutoCloseable {
    private final String name;
    private final Process process;
    private final Path log;

    private Running(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    static Running start(String name, List<String> command, Path log) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        return new Running(name, process, log);
    }

    void awaitPort(int port) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
                return;
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    throw new Programs.Unusable(name + " does not listen on " + port + ": " + Files.readString(log));
                }
                Thread.sleep(5);
            }
        }
    }

    /** CPU time that all its threads have used since they started, in nanoseconds. */
    long cpuNanos() throws IOException {
        long sum = 0;
        for (ProcessHandle each : family()) {
            try (Stream<Path> tasks = Files.list(Path.of("/proc/" + each.pid() + "/task"))) {
                for (Path task : tasks.toList()) {
                    sum += Long.parseLong(read(task.resolve("schedstat"), "0 ").split(" ")[0]);
                }
            }
        }
        return sum;
    }

    /** What it holds of the memory of this machine; where it has several processes, pages that they share count once. */
    long residentKib() throws IOException {
        List<ProcessHandle> family = family();
        String kind = family.size() == 1 ? "Rss:" : "Pss:";
        long sum = 0;
        for (ProcessHandle each : family) {
            sum += read(Path.of("/proc/" + each.pid() + "/smaps_rollup"), "").lines()
                    .filter(line -> line.startsWith(kind))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        }
        return sum;
    }

    private List<ProcessHandle> family() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
    }

    /** A thread or process may end while it is looked at. */
    private static String read(Path file, String otherwise) throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return otherwise;
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
