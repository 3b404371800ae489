package dev.postern.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;

/** For the launcher: does once what a run does, so that the JVM can record what that takes, and ends by itself. */
@Command(name = "warm-up", hidden = true, description = "Runs the demo for a moment and ends.")
final class WarmUpCommand implements Callable<Integer> {
    private static final String[] PATHS = {"/", "/service1/hello", "/service2/hello?a=b", "/both", "/old", "/service1"};
    private static final int ROUNDS = 50;
    /** why: reading and building are recorded with how often they ran, so that many routes are built fast at once. */
    private static final int ROUTES = 3_000;

    private static final int TIMEOUT_MILLIS = 2_000;
    private static final long START_PATIENCE_NANOS = 20_000_000_000L;

    private final CommandContext context;
    private final AtomicBoolean isDone = new AtomicBoolean();

    WarmUpCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Path many = Files.createTempFile("postern-warm-up", ".yaml");
        try (DemoProxy demo = DemoProxy.prepare(DemoProxy.freePort(0), Optional.empty())) {
            Files.writeString(many, manyRoutes());
            // why: the real signals as well, as the JVM is to record them.
            Signals signals = (stop, reload) -> {
                context.signals().handle(stop, reload);
                Thread.ofVirtual().start(() -> exercise(demo.port(), stop, reload));
            };
            CommandContext inner = new CommandContext(context.out(), context.err(), context.adapters(), signals);
            int exitCode = Cli.run(inner, "run", "--config", demo.configs().getFirst(), "--config", many.toString());
            return exitCode == ExitCode.OK && !isDone.get() ? ExitCode.CANNOT_START : exitCode;
        } finally {
            Files.deleteIfExists(many);
        }
    }

    private static String manyRoutes() {
        StringBuilder yaml = new StringBuilder("routes:\n");
        for (int i = 0; i < ROUTES; i++) {
            String match = i % 10 == 0
                    ? "{ host: tenant" + i + ".example.com, path: \"/items/{id}\" }"
                    : "{ prefix: /warm-up/" + i + " }";
            yaml.append("  warm-up-")
                    .append(i)
                    .append(":\n    match: ")
                    .append(match)
                    .append("\n    respond: hello\n");
        }
        return yaml.toString();
    }

    private void exercise(int port, Runnable stop, Runnable reload) {
        try {
            awaitListening(port);
            for (int round = 0; round < ROUNDS; round++) {
                send(port);
            }
            reload.run();
            isDone.set(true);
        } catch (IOException e) {
            Failures.reason(context.err(), "warm-up: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            stop.run();
        }
    }

    private static void awaitListening(int port) throws IOException, InterruptedException {
        long end = System.nanoTime() + START_PATIENCE_NANOS;
        while (true) {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                if (System.nanoTime() - end > 0) {
                    throw e;
                }
                Thread.sleep(10);
            }
        }
    }

    /** All paths over one connection, the last one closing it. */
    private static void send(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            OutputStream out = socket.getOutputStream();
            InputStream in = socket.getInputStream();
            for (int i = 0; i < PATHS.length; i++) {
                String connection = i == PATHS.length - 1 ? "Connection: close\r\n" : "";
                String request = "GET " + PATHS[i] + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: warm-up\r\n"
                        + connection + "\r\n";
                out.write(request.getBytes(StandardCharsets.ISO_8859_1));
                skipResponse(in);
            }
        }
    }

    private static void skipResponse(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder(256);
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("the response ended early: " + head);
            }
            head.append((char) b);
        }
        in.skipNBytes(contentLength(head.toString()));
    }

    private static int contentLength(String head) {
        for (String line : head.split("\r\n")) {
            if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                return Integer.parseInt(line.substring(15).strip());
            }
        }
        return 0;
    }
}
