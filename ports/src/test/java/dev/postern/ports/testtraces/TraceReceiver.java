package dev.postern.ports.testtraces;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Takes spans by OTLP over HTTP, and keeps them; or takes none, in the ways in which collectors fail. */
public final class TraceReceiver implements AutoCloseable {
    public enum Mood {
        TAKING,
        /** Answers 500. */
        FAILING,
        /** Never answers. */
        HANGING
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<ReceivedSpan> spans = new CopyOnWriteArrayList<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final List<Mood> asked = new CopyOnWriteArrayList<>();
    private volatile Mood mood = Mood.TAKING;

    public TraceReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.setExecutor(threads);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Mood now = mood;
        asked.add(now);
        if (now == Mood.HANGING) {
            awaitClose();
        } else if (now == Mood.TAKING) {
            keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("X-Key")));
            Protobuf.of(ByteBuffer.wrap(body)).messages(1).forEach(this::keep);
        }
        exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
        exchange.sendResponseHeaders(now == Mood.TAKING ? 200 : 500, -1);
        exchange.close();
    }

    private void awaitClose() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep(Protobuf ofResource) {
        String service = ofResource.messages(1).stream()
                .map(resource -> ReceivedSpan.attributes(resource, 1).getOrDefault("service.name", ""))
                .findFirst()
                .orElse("");
        for (Protobuf scope : ofResource.messages(2)) {
            scope.messages(2).forEach(span -> spans.add(ReceivedSpan.of(span, service)));
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
    }

    public void become(Mood next) {
        mood = next;
    }

    /** How often it was asked while it was so. */
    public long asked(Mood wasSo) {
        return asked.stream().filter(wasSo::equals).count();
    }

    public List<ReceivedSpan> spans() {
        return spans;
    }

    /** What the header X-Key held, for each time that something was taken. */
    public List<String> keys() {
        return keys;
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
