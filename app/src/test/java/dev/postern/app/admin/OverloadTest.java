package dev.postern.app.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A proxy that is given more than it can do: every request asks for much of a regular expression. */
class OverloadTest {
    private static final int CLIENTS = 32;
    private static final String CONFIG = AdminFixture.ADMIN + """
            overload: { lag: 5ms }
            listeners: { web: { address: "127.0.0.1:0" } }
            routes:
              costly: { match: { regex: "^/(a|aa|aaa|[a-z]*b)*c$" }, respond: costly }
              plain: { match: { path: /plain }, respond: plain }
            """;

    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean done;

    @Test
    void shedsUnderLoadStaysReachableForItsOperatorAndRecovers(@TempDir Path folder) throws Exception {
        try (AdminFixture admin = new AdminFixture(folder, CONFIG)) {
            SocketAddress web = admin.listener("web");
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(Thread.ofVirtual().start(() -> load(web)));
            }
            AdminFixture.eventually(
                    "it sheds", () -> overload(admin).path("refusedPercent").asInt() > 0);
            AdminFixture.eventually("requests are refused", () -> refused.get() > 0);
            assertEquals(200, admin.get("/healthz").statusCode());
            assertEquals(200, admin.get("/readyz").statusCode());
            assertTrue(admin.get("/metrics").body().contains("postern_requests_shed_total"));
            assertTrue(answered.get() > 0, "some are served");

            done = true;
            for (Thread client : clients) {
                assertTrue(client.join(Duration.ofSeconds(30)));
            }
            AdminFixture.eventually(
                    "it is over", () -> overload(admin).path("refusedPercent").asInt() == 0);
            assertTrue(overload(admin).path("refused").asInt() >= refused.get());
            try (Socket client = connect(web)) {
                for (int i = 0; i < 20; i++) {
                    assertEquals(200, ask(client, "/plain"));
                }
            }
        }
    }

    private static JsonNode overload(AdminFixture admin) {
        try {
            return new ObjectMapper().readTree(admin.get("/overload").body());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void load(SocketAddress web) {
        String costly = "/" + "a".repeat(6000);
        while (!done) {
            try (Socket client = connect(web)) {
                while (!done) {
                    (ask(client, costly) == 503 ? refused : answered).incrementAndGet();
                }
            } catch (IOException e) {
                // An unused connection is closed early while the proxy sheds.
            }
        }
    }

    private static Socket connect(SocketAddress web) throws IOException {
        Socket socket = new Socket();
        socket.connect(web);
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** The status of the answer. */
    private static int ask(Socket client, String path) throws IOException {
        client.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        BufferedReader in =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
        String first = in.readLine();
        if (first == null) {
            throw new IOException("closed");
        }
        int length = 0;
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            if (line.startsWith("Content-Length: ")) {
                length = Integer.parseInt(line.substring(16));
            }
        }
        for (int i = 0; i < length; i++) {
            in.read();
        }
        return Integer.parseInt(first.split(" ")[1]);
    }
}
