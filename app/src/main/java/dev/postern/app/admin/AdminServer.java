package dev.postern.app.admin;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.postern.app.admin.Operation.Content;
import dev.postern.app.logging.Quoted;
import dev.postern.domain.config.Address;
import dev.postern.domain.config.AdminConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JDK's HTTP server at one address. Bound from the beginning, answers from {@link #start()} on; each request has a
 * virtual thread. Ends by {@link #stop()}.
 */
final class AdminServer {
    private static final Logger log = LoggerFactory.getLogger(AdminServer.class);
    private static final int BACKLOG = 64;
    private static final int MOST_REQUESTS = 32;
    private static final int MOST_BODIES = 2;
    private static final int PIECE = 64 * 1024;
    private static final int LARGEST_BODY = 16 * 1024 * 1024;
    private static final int STOP_SECONDS = 1;

    static {
        // why: the server takes its limits from nowhere else; a flag on the command line still wins.
        Map.of(
                        "jdk.httpserver.maxConnections", "64",
                        "sun.net.httpserver.maxIdleConnections", "32",
                        "sun.net.httpserver.idleInterval", "30",
                        "sun.net.httpserver.maxReqTime", "10",
                        "sun.net.httpserver.maxRspTime", "60",
                        "sun.net.httpserver.maxReqHeaders", "100",
                        "sun.net.httpserver.maxReqHeaderSize", "32768",
                        "sun.net.httpserver.nodelay", "true")
                .forEach((name, value) -> System.setProperty(name, System.getProperty(name, value)));
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("admin-", 0).factory());
    private final Operations operations;
    private final Semaphore requests = new Semaphore(MOST_REQUESTS);
    private final Semaphore bodies = new Semaphore(MOST_BODIES);
    private volatile Guard guard;

    /** Binds the address. */
    AdminServer(AdminConfig config, Operations operations) throws IOException {
        this.operations = operations;
        guard = new Guard(config);
        server = HttpServer.create(socketAddress(config.address()), BACKLOG);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
    }

    private static InetSocketAddress socketAddress(Address address) throws IOException {
        return address.host().isEmpty()
                ? new InetSocketAddress(address.port())
                : new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
    }

    void start() {
        server.start();
    }

    InetSocketAddress address() {
        return server.getAddress();
    }

    /** Of the same address. */
    void use(AdminConfig config) {
        if (!guard.isFor(config)) {
            guard = new Guard(config);
            operations.events().endAll();
        }
    }

    /** Lets answers that are under way go out, for a moment. */
    void stop() {
        operations.events().close();
        server.stop(STOP_SECONDS);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!requests.tryAcquire()) {
                send(exchange, Answer.error(503, "Too many requests at once.").with("Retry-After", "1"));
                return;
            }
            Answer answer;
            try {
                List<String> accept = exchange.getRequestHeaders().getOrDefault("Accept", List.of());
                answer = answer(exchange).acceptedAs(String.join(",", accept));
                send(exchange, answer);
            } finally {
                requests.release();
            }
            stream(exchange, answer);
        }
    }

    /** Without a place among the requests: who looks on for long must not keep others out. */
    private static void stream(HttpExchange exchange, Answer answer) throws IOException {
        if (answer.stream().isPresent() && !exchange.getRequestMethod().equals("HEAD")) {
            try (OutputStream out = exchange.getResponseBody()) {
                answer.stream().get().writeTo(out);
            }
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        try {
            Ask head = head(exchange);
            Optional<Answer> refusal = guard.refuse(head);
            if (refusal.isPresent()) {
                log.debug(
                        "event=admin-refused status={} method={} path={}",
                        refusal.get().status(),
                        head.method(),
                        new Quoted(head.path()));
                return refusal.get();
            }
            Optional<Operation> operation = operations.find(head);
            return operation.isPresent() ? answer(exchange, head, operation.get()) : operations.allowed(head);
        } catch (RefusedException e) {
            return e.answer();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.error(503, "The proxy is stopping.");
        } catch (RuntimeException e) {
            log.error("event=admin-failed path={}", new Quoted(exchange.getRequestURI()), e);
            return Answer.error(500, "This is a defect of Postern; its log says more.");
        }
    }

    private Answer answer(HttpExchange exchange, Ask head, Operation operation)
            throws IOException, RefusedException, InterruptedException {
        if (operation.content() == Content.NOTHING) {
            return answered(exchange, body(exchange, 0), head, operation);
        }
        // why: what is read here is held in memory as a whole.
        if (!bodies.tryAcquire()) {
            return Answer.error(503, "Other configurations are being read.").with("Retry-After", "1");
        }
        try {
            return answered(exchange, body(exchange, LARGEST_BODY), head, operation);
        } finally {
            bodies.release();
        }
    }

    private static String body(HttpExchange exchange, int largest) throws IOException, RefusedException {
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        boolean isAnnounced = length != null && (length.length() > 9 || Integer.parseInt(length.strip()) > largest);
        byte[] body = isAnnounced ? new byte[0] : exchange.getRequestBody().readNBytes(largest + 1);
        if (isAnnounced || body.length > largest) {
            throw new RefusedException(
                    413, largest == 0 ? "This takes no body." : "The body is larger than " + largest + " bytes.");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new RefusedException(400, "The body is not UTF-8.");
        }
    }

    private static Answer answered(HttpExchange exchange, String body, Ask head, Operation operation)
            throws RefusedException, InterruptedException {
        Ask ask = new Ask(head.method(), head.path(), head.query(), head.headers(), body);
        Answer answer = operation.handler().answer(ask);
        if (!operation.method().equals("GET")) {
            log.info(
                    "event=admin-request method={} path={} status={} client={}",
                    head.method(),
                    head.path(),
                    answer.status(),
                    exchange.getRemoteAddress().getAddress().getHostAddress());
        }
        return answer;
    }

    private static Ask head(HttpExchange exchange) throws RefusedException {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        String path = Optional.ofNullable(exchange.getRequestURI().getPath()).orElse("");
        return new Ask(
                exchange.getRequestMethod(),
                path,
                query(exchange.getRequestURI().getRawQuery()),
                headers,
                "");
    }

    private static Map<String, List<String>> query(@Nullable String raw) throws RefusedException {
        Map<String, List<String>> query = new LinkedHashMap<>();
        if (raw != null && !raw.isEmpty()) {
            for (String pair : raw.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                query.computeIfAbsent(decoded(name), _ -> new ArrayList<>()).add(decoded(value));
            }
        }
        return query;
    }

    private static String decoded(String text) throws RefusedException {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(400, "The query is not percent-encoded as it should be.");
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Cache-Control", "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        answer.headers().forEach(headers::set);
        int length = answer.body().remaining();
        if (answer.status() != 204) {
            headers.set("Content-Type", answer.contentType());
        }
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        if (answer.stream().isPresent()) {
            exchange.sendResponseHeaders(answer.status(), isHead ? -1 : 0);
            return;
        }
        if (isHead) {
            headers.set("Content-Length", Integer.toString(length));
        }
        // why: who was refused may have sent half a body, which nobody is going to read.
        if (answer.status() >= 400 && answer.status() != 503) {
            headers.set("Connection", "close");
        }
        exchange.sendResponseHeaders(answer.status(), isHead || length == 0 ? -1 : length);
        if (!isHead && length > 0) {
            try (OutputStream out = exchange.getResponseBody()) {
                write(answer.body(), out);
            }
        }
    }

    private static void write(ByteBuffer body, OutputStream out) throws IOException {
        int end = body.arrayOffset() + body.limit();
        for (int at = body.arrayOffset() + body.position(); at < end; at += PIECE) {
            // why not all at once: the server copies what it is given into a buffer that is twice as large.
            out.write(body.array(), at, Math.min(PIECE, end - at));
        }
    }
}
