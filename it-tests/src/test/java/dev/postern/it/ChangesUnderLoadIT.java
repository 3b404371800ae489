package dev.postern.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A change every 100 ms (routes, endpoints, listeners) below steady load: {@code -Dchanges.seconds=30} for the long form. */
class ChangesUnderLoadIT {
    private static final int SECONDS = Integer.getInteger("changes.seconds", 4);
    private static final String REQUEST = "GET /steady HTTP/1.1\r\nHost: x\r\n";

    private final AtomicInteger answered = new AtomicInteger();
    /** What should not have been, and what the WebSocket heard. */
    private final Queue<String> events = new ConcurrentLinkedQueue<>();

    private volatile boolean done;

    private static String config(int change, int port, int extraPort, Service one, Service two) {
        String extraListener = change % 3 == 0 ? "  extra: { address: \"127.0.0.1:%d\" }\n".formatted(extraPort) : "";
        String endpoints = change % 2 == 0
                ? "\"127.0.0.1:%d\"".formatted(one.port())
                : "\"127.0.0.1:%d\", \"127.0.0.1:%d\"".formatted(two.port(), one.port());
        return """
                listeners:
                  web: { address: "127.0.0.1:%d" }
                %sroutes:
                  steady: { match: { prefix: /steady }, upstream: service }
                  chat: { match: { prefix: /chat }, upstream: chat }
                  changing-%d: { match: { path: /changing }, respond: { body: "%d" } }
                upstreams:
                  service: { endpoints: [%s] }
                """.formatted(port, extraListener, change % 5, change, endpoints);
    }

    @Test
    void noRequestFailsAndNoWebSocketCloses(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("postern.yaml");
        int port = freePort();
        int extraPort = freePort();
        try (Service one = new Service("one");
                Service two = new Service("two");
                WebSocketService chat = new WebSocketService()) {
            String chatUpstream = "  chat: { endpoints: [\"127.0.0.1:" + chat.port() + "\"] }\n";
            Files.writeString(file, config(0, port, extraPort, one, two) + chatUpstream);
            try (Program program = Program.run("run", "--config", file.toString());
                    HttpClient client = HttpClient.newHttpClient()) {
                program.ready();
                WebSocket socket = client.newWebSocketBuilder()
                        .buildAsync(URI.create("ws://127.0.0.1:" + port + "/chat"), new Ear())
                        .join();
                List<Thread> load = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    load.add(Thread.ofVirtual().start(() -> keepAlive(port)));
                    load.add(Thread.ofVirtual().start(() -> fresh(port)));
                }
                int changes = 0;
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
                while (System.nanoTime() < end) {
                    Path next = folder.resolve("next");
                    Files.writeString(next, config(++changes, port, extraPort, one, two) + chatUpstream);
                    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
                }
                int last = changes;
                try (Client asking = new Client()) {
                    program.eventually(
                            "the last change is in force",
                            () -> asking.text("http://127.0.0.1:" + port + "/changing")
                                    .equals(Integer.toString(last)));
                }
                done = true;
                for (Thread thread : load) {
                    assertTrue(thread.join(Duration.ofSeconds(30)), "a client hangs");
                }
                socket.sendText("still there", true).join();
                program.eventually("the WebSocket answers", () -> events.contains("heard still there"));
                assertEquals(
                        List.of("heard still there"), events.stream().limit(20).toList(), program.err());
                socket.abort();
                System.out.println("changes under load: " + changes + " changes, " + answered + " requests, 0 failed");
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private final class Ear implements WebSocket.Listener {
        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            events.add("heard " + text);
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            events.add("the WebSocket was closed: " + status);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            if (!done) {
                events.add("the WebSocket failed: " + error);
            }
        }
    }

    private void keepAlive(int port) {
        try (Wire wire = new Wire(port)) {
            while (!done) {
                answered(wire.ask(REQUEST + "\r\n"));
            }
        } catch (IOException e) {
            events.add("keep-alive: " + e);
        }
    }

    private void fresh(int port) {
        while (!done) {
            try (Wire wire = new Wire(port)) {
                answered(wire.ask(REQUEST + "Connection: close\r\n\r\n"));
            } catch (IOException e) {
                events.add("fresh: " + e);
            }
        }
    }

    private void answered(String statusLine) {
        if (statusLine.equals("HTTP/1.1 200 OK")) {
            answered.incrementAndGet();
        } else {
            events.add(statusLine);
        }
    }

    /** One connection, and answers with a length. */
    private static final class Wire implements AutoCloseable {
        private final Socket socket;
        private final OutputStream out;
        private final BufferedReader in;

        Wire(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(30_000);
            out = socket.getOutputStream();
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        }

        String ask(String request) throws IOException {
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            String first = line();
            int length = 0;
            for (String field = line(); !field.isEmpty(); field = line()) {
                if (field.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                    length = Integer.parseInt(field.substring(15).strip());
                }
            }
            for (; length > 0; length--) {
                if (in.read() < 0) {
                    throw new IOException("half an answer");
                }
            }
            return first;
        }

        private String line() throws IOException {
            String line = in.readLine();
            if (line == null) {
                throw new IOException("no answer");
            }
            return line;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
