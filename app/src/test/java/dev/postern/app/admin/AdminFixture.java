package dev.postern.app.admin;

import dev.postern.app.ProxyRuntime;
import dev.postern.app.service.Adapters;
import dev.postern.app.service.StartResult;
import dev.postern.app.wiring.Wiring;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A proxy that runs from a file, and a client of its admin API. */
final class AdminFixture implements AutoCloseable {
    static final String ADMIN = "admin: { address: \"127.0.0.1:0\" }\n";
    static final String WEB = """
            listeners: { web: { address: "127.0.0.1:0" } }
            routes: { hi: { respond: hi }, users: { match: { prefix: /users }, upstream: users } }
            upstreams: { users: { endpoints: ["127.0.0.1:1"] } }
            """;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Path file;
    private final ProxyRuntime proxy;
    private final Map<String, SocketAddress> listeners;

    AdminFixture(Path folder, String text) throws Exception {
        file = Files.writeString(folder.resolve("postern.yaml"), text);
        Adapters adapters = Wiring.assemble();
        proxy = new ProxyRuntime(adapters, List.of(adapters.sources().open(file.toString())));
        StartResult result = proxy.start().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (!(result instanceof StartResult.Serving serving)) {
            throw new IllegalStateException(result.toString());
        }
        listeners = serving.addresses();
    }

    /** Where a listener listened at the start. */
    SocketAddress listener(String name) {
        return Objects.requireNonNull(listeners.get(name));
    }

    ProxyRuntime proxy() {
        return proxy;
    }

    void write(String text) throws IOException {
        Files.writeString(file, text);
    }

    InetSocketAddress address() {
        return proxy.adminAddress().orElseThrow();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + address().getPort() + path);
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, "", headers);
    }

    HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.BodyPublisher publisher =
                body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path)).timeout(PATIENCE).method(method, publisher);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The status line for these lines, as a client may write them that does not care for rules. */
    String raw(String... lines) throws IOException {
        try (Socket socket = new Socket(address().getAddress(), address().getPort())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            String text = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return String.valueOf(
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                            .readLine());
        }
    }

    static void eventually(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("never " + what);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    @Override
    public void close() {
        client.close();
        proxy.close();
    }
}
