package dev.postern.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Node's HTTP server as an upstream: what curl does not show. */
class NodeIT {
    private NodeService service;
    private Proxy proxy;
    private final Client client = new Client();

    @BeforeEach
    void start() throws IOException {
        Assumptions.assumeTrue(NodeService.isHere(), "no node on the PATH");
        service = new NodeService();
        proxy = new Proxy(service.port());
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        if (proxy != null) {
            proxy.close();
            service.close();
        }
    }

    @Test
    void noRequestIsLostToConnectionsThatTheBackendLetsGo() {
        // Node closes what rested for a second: requests come around that moment, again and again.
        for (int i = 0; i < 5; i++) {
            assertTrue(
                    client.text(proxy.url("/hello")).startsWith("hello"),
                    proxy.program().output());
            sleep(Duration.ofMillis(980 + i * 10L));
        }
        assertEquals(200, client.post(proxy.url("/upload"), new byte[100]).statusCode());
    }

    /** The one place where time itself is what is tried: the backend's own idle timeout. */
    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void eventsArriveOneByOne() throws Exception {
        try (HttpClient events =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<java.io.InputStream> response = events.send(
                    HttpRequest.newBuilder(URI.create(proxy.url("/events"))).build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(response.body(), ISO_8859_1))) {
                for (int i = 0; i < 5; i++) {
                    assertEquals("data: " + i, lines.readLine());
                    assertEquals("", lines.readLine());
                    client.get(proxy.url("/next"));
                }
            }
        }
    }

    @Test
    void trailersReachTheBackend() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            socket.setSoTimeout(30_000);
            String request = String.join(
                    "\r\n",
                    "POST /upload HTTP/1.1",
                    "Host: x",
                    "Transfer-Encoding: chunked",
                    "Trailer: X-Sum",
                    "Connection: close",
                    "",
                    "3",
                    "abc",
                    "0",
                    "X-Sum: 42",
                    "",
                    "");
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            assertTrue(answer.contains("\"length\":3") && answer.contains("{\"x-sum\":\"42\"}"), answer);
        }
    }
}
