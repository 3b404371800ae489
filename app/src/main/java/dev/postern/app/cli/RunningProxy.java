package dev.postern.app.cli;

import dev.postern.app.service.RequestExplainer.MadeUpRequest;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The admin API of a proxy that runs, as commands use it. */
final class RunningProxy implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String admin;
    private final Optional<String> token;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /**
     * @param admin {@code http://host:port}, or without http
     * @param tokenFile what holds the token, where one is asked for
     */
    RunningProxy(String admin, Optional<Path> tokenFile) throws CommandException {
        String url = admin.contains("://") ? admin : "http://" + admin;
        if (!url.matches("https?://[^/?#@ ]+/?")) {
            throw CommandException.usage("--admin is http://HOST:PORT, not '" + admin + "'");
        }
        this.admin = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        token = tokenFile.isEmpty() ? Optional.empty() : Optional.of(read(tokenFile.get()));
    }

    private static String read(Path file) throws CommandException {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw CommandException.usage("--token-file " + file + " can't be read");
        }
    }

    /** The decision as it is printed. */
    String explain(MadeUpRequest request) throws CommandException, InterruptedException {
        StringBuilder query = new StringBuilder("/explain?method=")
                .append(encoded(request.method()))
                .append("&url=")
                .append(encoded(request.url()));
        request.headers()
                .forEach(field -> query.append("&header=").append(encoded(field.getKey() + ": " + field.getValue())));
        return get(query.toString());
    }

    /** How it is now, for a terminal. */
    String overview(String order, boolean isUnwellOnly) throws CommandException, InterruptedException {
        return get("/overview?upstreams=100&sort=" + encoded(order) + (isUnwellOnly ? "&unwell=true" : ""));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private String get(String path) throws CommandException, InterruptedException {
        HttpRequest.Builder request;
        try {
            request = HttpRequest.newBuilder(URI.create(admin + path))
                    .timeout(PATIENCE)
                    .header("Accept", "text/plain");
            token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("--admin or the token can't be used: " + e.getMessage());
        }
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() == 200) {
                return response.body();
            }
            String message = admin + " answers " + response.statusCode() + ": "
                    + response.body().strip();
            throw response.statusCode() == 400
                    ? CommandException.usage(message)
                    : CommandException.cannotStart(message);
        } catch (IOException e) {
            throw CommandException.cannotStart("can't reach " + admin + ": " + reason(e));
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private static String reason(IOException failure) {
        if (failure instanceof HttpTimeoutException) {
            return "no answer within " + PATIENCE.toSeconds() + " s";
        }
        return failure instanceof ConnectException && failure.getMessage() == null
                ? "nobody listens there, or the host is unknown"
                : String.valueOf(failure.getMessage());
    }
}
