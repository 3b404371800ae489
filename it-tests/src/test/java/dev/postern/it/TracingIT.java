package dev.postern.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.ports.testtraces.ReceivedSpan;
import dev.postern.ports.testtraces.TraceReceiver;
import dev.postern.ports.testtraces.TraceReceiver.Mood;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program's spans at a collector. */
class TracingIT {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";

    @TempDir
    private Path folder = Path.of("");

    private Path write(String tracing, int... ports) throws IOException {
        List<String> endpoints = Arrays.stream(ports)
                .mapToObj(port -> "\"127.0.0.1:" + port + "\"")
                .toList();
        Path next = Files.writeString(folder.resolve("next"), """
                listeners: { web: { address: "127.0.0.1:0" } }
                log: { access: { to: %s } }
                %s
                routes: { users: { match: { prefix: /users }, upstream: users } }
                upstreams: { users: { endpoints: [%s] } }
                """.formatted(
                        folder.resolve("access.log"), tracing, String.join(", ", endpoints)));
        return Files.move(next, folder.resolve("postern.yaml"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static String to(TraceReceiver receiver) {
        return "tracing: { to: \"" + receiver.url() + "\", sample: 100% }";
    }

    private static int nobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static int get(HttpClient client, String url, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString()).statusCode();
    }

    private static ReceivedSpan only(List<ReceivedSpan> spans, long kind) {
        List<ReceivedSpan> found =
                spans.stream().filter(span -> span.kind() == kind).toList();
        assertEquals(1, found.size(), spans::toString);
        return found.getFirst();
    }

    @Test
    void anExchangeWithARetryIsOneTraceThatTheAccessLogNames() throws Exception {
        try (TraceReceiver receiver = new TraceReceiver();
                Service service = new Service("users");
                HttpClient client = HttpClient.newHttpClient();
                Program program = Program.run(
                        "run",
                        "--config",
                        write(to(receiver), nobody(), service.port()).toString())) {
            String url = program.ready().url("web") + "/users/7";
            // why more than one: which endpoint a worker asks first is its own matter.
            for (int i = 0; i < 4; i++) {
                assertEquals(200, get(client, url, "traceparent", "00-" + TRACE + "-" + PARENT + "-01"));
            }
            program.eventually(
                    "a failed try has arrived",
                    () -> receiver.spans().stream().anyMatch(span -> span.status() == ReceivedSpan.ERROR)
                            && receiver.spans().stream()
                                            .filter(span -> span.kind() == ReceivedSpan.SERVER)
                                            .count()
                                    == 4);
            ReceivedSpan failed = receiver.spans().stream()
                    .filter(span -> span.status() == ReceivedSpan.ERROR)
                    .findFirst()
                    .orElseThrow();
            List<ReceivedSpan> siblings = receiver.spans().stream()
                    .filter(span -> span.parentId().equals(failed.parentId()))
                    .toList();
            ReceivedSpan exchange = receiver.spans().stream()
                    .filter(span -> span.spanId().equals(failed.parentId()))
                    .findFirst()
                    .orElseThrow();
            assertTrue(receiver.spans().stream().allMatch(span -> span.traceId().equals(TRACE)));
            assertEquals(PARENT, exchange.parentId());
            assertEquals(ReceivedSpan.SERVER, exchange.kind());
            assertEquals("GET /users/*", exchange.name());
            assertEquals("postern", exchange.service());
            assertEquals(2, siblings.size());
            assertEquals("upstream/connect-refused", siblings.get(0).attribute("error.type"));
            assertEquals("200", siblings.get(1).attribute("http.response.status_code"));
            assertEquals("1", siblings.get(1).attribute("http.request.resend_count"));
            assertEquals(String.valueOf(service.port()), siblings.get(1).attribute("server.port"));
            program.eventually("is logged", () -> log().contains("\"traceId\":\"" + TRACE + "\""));
        }
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("access.log"));
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void tracingIsTurnedOnAndOffWhileItRuns() throws Exception {
        try (TraceReceiver receiver = new TraceReceiver();
                Service service = new Service("users");
                HttpClient client = HttpClient.newHttpClient();
                Program program =
                        Program.run("run", "--config", write("", service.port()).toString())) {
            String url = program.ready().url("web") + "/users";
            assertEquals(200, get(client, url + "/before"));
            write(to(receiver), service.port());
            program.eventually("on", () -> program.logged("config-applied", "\"version\":2"));
            assertEquals(200, get(client, url + "/traced"));
            program.eventually("two arrived", () -> receiver.spans().size() == 2);
            write("", service.port());
            program.eventually("off", () -> program.logged("config-applied", "\"version\":3"));
            assertEquals(200, get(client, url + "/after"));
            ReceivedSpan exchange = only(receiver.spans(), ReceivedSpan.SERVER);
            assertEquals("/users/traced", exchange.attribute("url.path"));
            assertEquals("", exchange.parentId());
            assertNotEquals("", exchange.traceId());
            assertEquals(
                    exchange.spanId(),
                    only(receiver.spans(), ReceivedSpan.CLIENT).parentId());
        }
    }

    @Test
    void aCollectorThatHangsHarmsNeitherRequestsNorStopping() throws Exception {
        try (TraceReceiver receiver = new TraceReceiver();
                Service service = new Service("users");
                HttpClient client = HttpClient.newHttpClient();
                Program program = Program.run(
                        "run", "--config", write(to(receiver), service.port()).toString())) {
            receiver.become(Mood.HANGING);
            String url = program.ready().url("web") + "/users";
            for (int i = 0; i < 200; i++) {
                assertEquals(200, get(client, url));
            }
            program.eventually("it hangs", () -> receiver.asked(Mood.HANGING) > 0);
            for (int i = 0; i < 200; i++) {
                assertEquals(200, get(client, url));
            }
            program.terminate();
            assertEquals(0, program.exitCode());
        }
    }
}
