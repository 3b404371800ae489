package dev.postern.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The JDK's WebSocket client through the proxy. */
class WebSocketIT {
    private final WebSocketService service = new WebSocketService();
    private final HttpClient client = HttpClient.newHttpClient();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final List<WebSocket> opened = new ArrayList<>();
    private Proxy proxy;

    WebSocketIT() throws IOException {}

    @BeforeEach
    void start() throws IOException {
        proxy = new Proxy(service.port());
    }

    @AfterEach
    void stop() throws IOException {
        // why: a client that has heard of the end keeps its side open, and closing waits for it.
        opened.forEach(WebSocket::abort);
        client.close();
        proxy.close();
        service.close();
    }

    /** Texts are gathered until they are whole. */
    private final class Ear implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();
        private int bytes;

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                heard.add(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean last) {
            bytes += part.remaining();
            if (last) {
                heard.add(bytes + " bytes");
                bytes = 0;
            }
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
            heard.add("pong");
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            heard.add("closed " + status);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            heard.add("error " + error);
        }
    }

    private WebSocket open() {
        WebSocket socket = client.newWebSocketBuilder()
                .buildAsync(URI.create(proxy.url("/chat").replaceFirst("http", "ws")), new Ear())
                .join();
        opened.add(socket);
        return socket;
    }

    private String next() throws InterruptedException {
        String next = heard.poll(30, TimeUnit.SECONDS);
        return next == null ? "nothing" : next;
    }

    @Test
    void speaksBothWaysUntilItIsClosed() throws Exception {
        WebSocket socket = open();
        socket.sendText("hello", true).join();
        assertEquals("hello", next());
        String large = "0123456789".repeat(100_000);
        socket.sendText(large, true).join();
        assertEquals(large, next());
        socket.sendText("in ", false).join();
        socket.sendText("parts", true).join();
        assertEquals("in parts", next());
        socket.sendBinary(ByteBuffer.allocate(3_000_000), true).join();
        assertEquals("3000000 bytes", next());
        socket.sendPing(ByteBuffer.wrap(new byte[] {1})).join();
        assertEquals("pong", next());
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "done").join();
        assertEquals("closed 1000", next());
    }

    @Test
    void livesThroughAChangeOfTheConfiguration() throws Exception {
        WebSocket socket = open();
        proxy.configure("extra: { match: { path: /extra }, respond: { body: new } }");
        try (Client other = new Client()) {
            proxy.program()
                    .eventually("changed", () -> other.text(proxy.url("/extra")).equals("new"));
        }
        socket.sendText("still here", true).join();
        assertEquals("still here", next());
    }

    /** By a plain socket: the JDK's client tells of an end without a closing word only now and then. */
    @Test
    void hearsThatTheBackendHasGone() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            socket.setSoTimeout(30_000);
            String ask = String.join(
                    "\r\n",
                    "GET /chat HTTP/1.1",
                    "Host: x",
                    "Connection: Upgrade",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Key: x",
                    "",
                    "");
            socket.getOutputStream().write(ask.getBytes(StandardCharsets.US_ASCII));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            assertEquals("HTTP/1.1 101 Switching Protocols", answer.readLine());
            while (!String.valueOf(answer.readLine()).isEmpty()) {
                // The rest of the head.
            }
            service.close();
            assertEquals(-1, answer.read());
        }
    }

    @Test
    void speaksToNodeAsWell() throws Exception {
        Assumptions.assumeTrue(NodeService.isHere(), "no node on the PATH");
        try (NodeService node = new NodeService();
                Proxy before = new Proxy(node.port())) {
            WebSocket socket = client.newWebSocketBuilder()
                    .buildAsync(URI.create(before.url("/chat").replaceFirst("http", "ws")), new Ear())
                    .join();
            opened.add(socket);
            socket.sendText("to node", true).join();
            assertEquals("to node", next());
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
            assertEquals("closed 1000", next());
        }
    }
}
