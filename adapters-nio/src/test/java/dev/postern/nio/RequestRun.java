package dev.postern.nio;

import dev.postern.nio.reference.ReferenceParser;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends bytes through the proxy and tells, as tables of requests do, what came out of it: what the endpoint saw, and how
 * the client's connection went on. What is expected only says how to look; what is told is what was seen.
 */
final class RequestRun {
    private static final String SENTINEL = "GET /sentinel HTTP/1.1\r\nHost: s\r\n\r\n";
    private static final String SENTINEL_SEEN = "GET s /sentinel []";
    private static final int STILL_OPEN_MILLIS = 20;

    private final List<String> accepted = new ArrayList<>();
    private final String end;
    private final StrictBackend backend;

    RequestRun(String expected, StrictBackend backend) {
        this.backend = backend;
        accepted.addAll(List.of(expected.split("; ", -1)));
        end = accepted.getLast().endsWith("]") ? "" : accepted.removeLast();
    }

    String play(int port, byte[] bytes) throws IOException {
        String went;
        try (Peer client = Peer.to(port)) {
            went = play(client, bytes);
        }
        List<String> seen = new ArrayList<>();
        for (StrictBackend.Seen each : backend.takeSeen()) {
            seen.add(each.request().summary());
        }
        if (!went.isEmpty()) {
            seen.add(went);
        } else if (!seen.isEmpty() && seen.getLast().equals(SENTINEL_SEEN)) {
            seen.removeLast();
        } else {
            seen.add("no sentinel");
        }
        return String.join("; ", seen);
    }

    private String play(Peer client, byte[] bytes) throws IOException {
        ReferenceParser answers = new ReferenceParser(client.socket().getInputStream());
        try {
            client.send(bytes);
        } catch (SocketException e) {
            // It was refused before all of it was sent.
        }
        for (String each : accepted) {
            int status = answers.response(each.startsWith("HEAD ")).status();
            if (status != 200) {
                return "answered " + status;
            }
        }
        return switch (end) {
            case "" -> {
                client.send(SENTINEL);
                yield answers.response(false).status() == 200 ? "" : "sentinel refused";
            }
            case "waits" -> isSilent(client) ? "waits" : "doesn't wait";
            case "close" -> client.rest().isEmpty() ? "close" : "doesn't close";
            default -> {
                ReferenceParser.Message refusal = answers.responseHead();
                // why perhaps nothing: a request may be refused in its body, and have been a HEAD.
                String body = client.rest();
                boolean isWhole = body.isEmpty()
                        || List.of(Integer.toString(body.length())).equals(refusal.all("content-length"));
                boolean saysClose = refusal.all("connection").contains("close");
                yield saysClose && isWhole ? Integer.toString(refusal.status()) : "refused badly: " + refusal + body;
            }
        };
    }

    private static boolean isSilent(Peer client) throws IOException {
        client.socket().setSoTimeout(STILL_OPEN_MILLIS);
        try {
            client.read(1);
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (EOFException e) {
            return false;
        }
    }
}
