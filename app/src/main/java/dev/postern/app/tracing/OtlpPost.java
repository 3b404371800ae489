package dev.postern.app.tracing;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Posts the exporter's messages on the thread that exports, one after the other, straight from the encoder to the socket.
 * Tries again what OTLP says may be tried again.
 */
public final class OtlpPost implements HttpSender {
    private static final Set<Integer> TRY_AGAIN = Set.of(429, 502, 503, 504);
    /** After it nothing is begun again, as spans that come meanwhile find no room. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpSenderConfig config;
    private final RetryPolicy retries;

    private OtlpPost(HttpSenderConfig config) {
        this.config = config;
        retries = Objects.requireNonNullElse(config.getRetryPolicy(), RetryPolicy.getDefault());
    }

    /** The exporter looks for it in META-INF/services. */
    public static final class Provider implements HttpSenderProvider {
        @Override
        public HttpSender createSender(HttpSenderConfig config) {
            return new OtlpPost(config);
        }
    }

    private record Answer(int getStatusCode, String getStatusMessage) implements HttpResponse {
        /** why: nobody reads what a collector says beside its status. */
        @Override
        public byte[] getResponseBody() {
            return new byte[0];
        }
    }

    @Override
    public void send(MessageWriter message, Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
        try {
            onResponse.accept(posted(message));
        } catch (IOException e) {
            onError.accept(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            onError.accept(e);
        }
    }

    private Answer posted(MessageWriter message) throws IOException, InterruptedException {
        long began = System.nanoTime();
        long pause = retries.getInitialBackoff().toNanos();
        for (int attempt = 1; attempt < retries.getMaxAttempts(); attempt++) {
            try {
                Answer answer = post(message);
                if (!TRY_AGAIN.contains(answer.getStatusCode())) {
                    return answer;
                }
            } catch (IOException e) {
                if (System.nanoTime() - began > PATIENCE.toNanos()) {
                    throw e;
                }
            }
            // why not the same for all: proxies that a collector refused together would come back together.
            TimeUnit.NANOSECONDS.sleep(ThreadLocalRandom.current().nextLong(pause * 4 / 5, pause * 6 / 5));
            pause = Math.min(
                    (long) (pause * retries.getBackoffMultiplier()),
                    retries.getMaxBackoff().toNanos());
        }
        return post(message);
    }

    private Answer post(MessageWriter message) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) config.getEndpoint().toURL().openConnection();
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout(Math.toIntExact(config.getConnectTimeout().toMillis()));
        connection.setReadTimeout(Math.toIntExact(config.getTimeout().toMillis()));
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(message.getContentLength());
        connection.setRequestProperty("Content-Type", config.getContentType());
        config.getHeadersSupplier()
                .get()
                .forEach((name, values) -> values.forEach(value -> connection.addRequestProperty(name, value)));
        connection.connect();
        write(connection, message);
        int status = connection.getResponseCode();
        try (InputStream rest = body(connection, status)) {
            // why: only a connection whose answer was read to its end serves the next message.
            if (rest != null) {
                rest.transferTo(OutputStream.nullOutputStream());
            }
        }
        return new Answer(status, String.valueOf(connection.getResponseMessage()));
    }

    /** A blocking write knows no timeout, and a collector may take nothing more. */
    private void write(HttpURLConnection connection, MessageWriter message) throws IOException {
        CompletableFuture<@Nullable Void> written = new CompletableFuture<>();
        var _ = written.orTimeout(config.getTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((_, late) -> {
                    if (late != null) {
                        connection.disconnect();
                    }
                });
        IOException failure = null;
        try (OutputStream out = connection.getOutputStream()) {
            message.writeMessage(out);
        } catch (IOException e) {
            failure = e;
        }
        // why first: what was cut off may fail in any way, or seem to have written all.
        if (!written.complete(null)) {
            throw new SocketTimeoutException("Write timed out");
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static @Nullable InputStream body(HttpURLConnection connection, int status) throws IOException {
        return status < 400 ? connection.getInputStream() : connection.getErrorStream();
    }

    @Override
    public CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
    }
}
