package dev.postern.it;

import dev.postern.ports.teststores.TestTools;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real Prometheus that scrapes one address every second. Ends with {@link #close()}, and with this JVM at the latest. */
final class PrometheusServer implements AutoCloseable {
    private static final Pattern VALUE = Pattern.compile("\"value\":\\[[^,\\]]*,\"([^\"]*)\"\\]");
    private static final Pattern LAST_ERROR = Pattern.compile("\"lastError\":\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Below those that the system gives away by itself. */
    private static final int LOWEST_PORT = 10_000;

    private static final int HIGHEST_PORT = 32_000;

    private final Client client;
    private final Path log;
    private final Process process;
    private final Thread hook;
    private final String url;

    /** @param flags besides those that it needs */
    PrometheusServer(Client client, Path folder, String scraped, String... flags) throws IOException {
        this.client = client;
        log = folder.resolve("prometheus.log");
        Path config = Files.writeString(folder.resolve("prometheus.yml"), """
                global: { scrape_interval: 1s, scrape_timeout: 1s }
                scrape_configs:
                  - job_name: postern
                    static_configs: [ { targets: ["%s"] } ]
                """.formatted(
                        URI.create(scraped).getAuthority()));
        int port = freePort();
        url = "http://127.0.0.1:" + port;
        List<String> command = new ArrayList<>(List.of(
                TestTools.program("prometheus", "PROMETHEUS_BIN").toString(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("prometheus-data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--log.level=warn"));
        command.addAll(List.of(flags));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        hook = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            eventually("ready", () -> client.text(url + "/-/ready").contains("Ready"));
        } catch (AssertionError e) {
            close();
            throw e;
        }
    }

    private static int freePort() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
            try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return port;
            } catch (BindException e) {
                // Somebody else has it: another one will do.
            }
        }
    }

    /** The value of an expression that has one; empty where it has none now. */
    Optional<Double> value(String expression) {
        String answer =
                client.text(url + "/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        Matcher value = VALUE.matcher(answer);
        return value.find() ? Optional.of(Double.valueOf(value.group(1))) : Optional.empty();
    }

    /** What was wrong with the last scrape. */
    private String scrapeError() {
        Matcher error = LAST_ERROR.matcher(client.text(url + "/api/v1/targets"));
        return error.find() ? error.group(1) : "no target";
    }

    void awaitValue(String expression, double expected) {
        try {
            eventually(expression, () -> value(expression).equals(Optional.of(expected)));
        } catch (AssertionError e) {
            throw new AssertionError(
                    expression + " is " + value(expression) + ", not " + expected + "; scrape: " + scrapeError(), e);
        }
    }

    /** Whatever it is. */
    double awaitValue(String expression) {
        AtomicReference<Optional<Double>> seen = new AtomicReference<>(Optional.empty());
        eventually(expression, () -> {
            seen.set(value(expression));
            return seen.get().isPresent();
        });
        return seen.get().orElseThrow();
    }

    /** A scrape that is late on a slow machine is no fault. */
    void awaitCleanScrape() {
        eventually("a scrape without errors", () -> scrapeError().isEmpty());
    }

    private void eventually(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline || !process.isAlive()) {
                throw new AssertionError("never: " + what + "; its log: " + text(log));
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(hook);
    }
}
