package dev.postern.ports.teststores;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server's HTTP interface, which tests write by. */
final class ServerApi {
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final String base;
    private final Map<String, String> headers;

    ServerApi(String base, Map<String, String> headers) {
        this.base = base;
        this.headers = headers;
    }

    record Answer(int status, String body) {}

    Answer once(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(5))
                .method(method, BodyPublishers.ofString(body));
        headers.forEach(request::header);
        HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body());
    }

    /** Asks again while the server has troubles of its own, such as an election; fails when it refuses. */
    String ask(String method, String path, String body) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        String failure;
        try {
            do {
                try {
                    Answer answer = once(method, path, body);
                    if (answer.status() == 200) {
                        return answer.body();
                    }
                    failure = answer.toString();
                    if (answer.status() < 500) {
                        break;
                    }
                } catch (IOException e) {
                    failure = e.toString();
                }
                TimeUnit.MILLISECONDS.sleep(20);
            } while (System.nanoTime() < end);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = "interrupted";
        }
        throw new IllegalStateException(method + " " + base + path + ": " + failure);
    }
}
