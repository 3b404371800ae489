package dev.postern.app.tracing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.opentelemetry.sdk.common.export.ProxyOptions;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OtlpPostTest {
    private static final Duration SOON = Duration.ofMillis(20);

    private final HttpServer collector;
    private final Queue<Integer> answers = new ArrayDeque<>();
    private final List<String> bodies = Collections.synchronizedList(new ArrayList<>());
    private final List<Integer> clients = Collections.synchronizedList(new ArrayList<>());

    OtlpPostTest() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", this::answer);
        collector.start();
    }

    @AfterEach
    void stop() {
        collector.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        clients.add(exchange.getRemoteAddress().getPort());
        assertEquals("secret", exchange.getRequestHeaders().getFirst("X-Key"));
        assertEquals("application/x-protobuf", exchange.getRequestHeaders().getFirst("Content-Type"));
        int status = answers.isEmpty() ? 200 : answers.remove();
        byte[] text = "said".repeat(1000).getBytes(UTF_8);
        exchange.sendResponseHeaders(status, text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
    }

    private record Config(URI getEndpoint, Duration getTimeout) implements HttpSenderConfig {
        @Override
        public String getContentType() {
            return "application/x-protobuf";
        }

        @Override
        public @Nullable Compressor getCompressor() {
            return null;
        }

        @Override
        public Duration getConnectTimeout() {
            return getTimeout;
        }

        @Override
        public Supplier<Map<String, List<String>>> getHeadersSupplier() {
            return () -> Map.of("X-Key", List.of("secret"));
        }

        @Override
        public @Nullable ProxyOptions getProxyOptions() {
            return null;
        }

        @Override
        public RetryPolicy getRetryPolicy() {
            return RetryPolicy.builder()
                    .setMaxAttempts(3)
                    .setInitialBackoff(SOON)
                    .setMaxBackoff(SOON)
                    .build();
        }

        @Override
        public @Nullable SSLContext getSslContext() {
            return null;
        }

        @Override
        public @Nullable X509TrustManager getTrustManager() {
            return null;
        }

        @Override
        public @Nullable ExecutorService getExecutorService() {
            return null;
        }
    }

    private record Message(String text) implements MessageWriter {
        @Override
        public void writeMessage(OutputStream output) throws IOException {
            output.write(text.getBytes(UTF_8));
        }

        @Override
        public int getContentLength() {
            return text.length();
        }
    }

    private static HttpSender sender(int port, Duration timeout) {
        return new OtlpPost.Provider()
                .createSender(new Config(URI.create("http://127.0.0.1:" + port + "/v1/traces"), timeout));
    }

    private HttpSender sender() {
        return sender(collector.getAddress().getPort(), Duration.ofSeconds(30));
    }

    /** A status, or what went wrong. */
    private static List<Object> send(HttpSender sender, String text) {
        List<Object> told = new ArrayList<>();
        sender.send(new Message(text), (HttpResponse answer) -> told.add(answer.getStatusCode()), told::add);
        return told;
    }

    @Test
    void messagesGoOverOneConnection() {
        HttpSender sender = sender();
        answers.addAll(List.of(200, 400, 200));
        assertEquals(List.of(200), send(sender, "one"));
        assertEquals(List.of(400), send(sender, "two"));
        assertEquals(List.of(200), send(sender, "three"));
        assertEquals(List.of("one", "two", "three"), bodies);
        assertEquals(1, clients.stream().distinct().count(), clients::toString);
    }

    @Test
    void whatMayWorkLaterIsTriedAgainAFewTimes() {
        answers.addAll(List.of(503, 429));
        assertEquals(List.of(200), send(sender(), "one"));
        answers.addAll(List.of(502, 503, 504, 200));
        assertEquals(List.of(504), send(sender(), "two"));
        assertEquals(List.of("one", "one", "one", "two", "two", "two"), bodies);
    }

    @Test
    void nobodyThereIsSaid() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        List<Object> told = send(sender(port, Duration.ofSeconds(30)), "text");
        assertEquals(1, told.size());
        assertInstanceOf(ConnectException.class, told.getFirst());
    }

    @Test
    void aCollectorThatTakesNothingIsLeft() throws IOException {
        try (ServerSocket frozen = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            // why so much: more than the system takes for a program that does not read.
            List<Object> told = send(sender(frozen.getLocalPort(), Duration.ofMillis(300)), "x".repeat(64 << 20));
            assertEquals(1, told.size());
            assertInstanceOf(SocketTimeoutException.class, told.getFirst());
        }
    }

    @Test
    void aCollectorThatNeverAnswersIsLeft() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            List<Object> told = send(sender(silent.getLocalPort(), Duration.ofMillis(300)), "text");
            assertEquals(1, told.size());
            assertInstanceOf(SocketTimeoutException.class, told.getFirst());
        }
    }
}
