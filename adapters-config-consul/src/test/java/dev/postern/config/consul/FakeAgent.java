package dev.postern.config.consul;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An agent that answers as it is told, for answers that a real one gives only in trouble. */
final class FakeAgent implements AutoCloseable {
    private static final Answer LAST = new Answer(200, "[]", "7", true, 60_000);

    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final BlockingQueue<Question> questions = new LinkedBlockingQueue<>();
    private final HttpServer server;
    private volatile long lastContactMillis;

    /**
     * @param index the header, or nothing for none
     */
    record Answer(int status, String body, String index, boolean knownLeader, long afterMillis) {
        static Answer keys(String index, String... texts) {
            StringBuilder json = new StringBuilder();
            for (int i = 0; i < texts.length; i++) {
                String value = Base64.getEncoder().encodeToString(texts[i].getBytes(StandardCharsets.UTF_8));
                json.append(i == 0 ? "" : ",")
                        .append("{\"CreateIndex\":1,\"ModifyIndex\":1,\"LockIndex\":0,\"Flags\":0,\"Key\":\"p/routes/")
                        .append(i)
                        .append("\",\"Value\":\"")
                        .append(value)
                        .append("\"}");
            }
            return new Answer(200, "[" + json + "]", index, true, 0);
        }

        static Answer of(int status, String body) {
            return new Answer(status, body, "5", true, 0);
        }

        Answer withoutLeader() {
            return new Answer(status, body, index, false, afterMillis);
        }

        Answer after(long millis) {
            return new Answer(status, body, index, knownLeader, millis);
        }
    }

    record Question(String path, String query, long atNanos) {
        boolean isBlocking() {
            return query.contains("index=");
        }
    }

    FakeAgent() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** The answers to come; after them it is silent. */
    FakeAgent answers(Answer... coming) {
        answers.addAll(List.of(coming));
        return this;
    }

    /** When its server heard from the leader, from now on. */
    void isBehind(long millis) {
        lastContactMillis = millis;
    }

    Question nextQuestion() throws InterruptedException {
        Question question = questions.poll(15, TimeUnit.SECONDS);
        if (question == null) {
            throw new AssertionError("nothing was asked");
        }
        return question;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        questions.add(new Question(exchange.getRequestURI().getPath(), query == null ? "" : query, System.nanoTime()));
        Answer next = answers.poll();
        Answer answer = next == null ? LAST : next;
        try (exchange) {
            TimeUnit.MILLISECONDS.sleep(answer.afterMillis());
            if (!answer.index().isEmpty()) {
                exchange.getResponseHeaders().add("X-Consul-Index", answer.index());
            }
            exchange.getResponseHeaders().add("X-Consul-KnownLeader", Boolean.toString(answer.knownLeader()));
            exchange.getResponseHeaders().add("X-Consul-LastContact", Long.toString(lastContactMillis));
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
