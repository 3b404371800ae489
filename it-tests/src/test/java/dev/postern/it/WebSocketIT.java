package dev.postern.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
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
    private Proxy proxy;

    WebSocketIT() throws IOException {}

    @BeforeEach
    void start() throws IOException {
        proxy = new Proxy(service.port());
    }

    @AfterEach
    void stop() throws IOException {
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
        return client.newWebSocketBuilder()
                .buildAsync(URI.create(proxy.url("/chat").replaceFirst("http", "ws")), new Ear())
                .join();
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
        socket.abort();
    }

    @Test
    void hearsThatTheBackendHasGone() throws Exception {
        WebSocket socket = open();
        socket.sendText("a", true).join();
        assertEquals("a", next());
        service.close();
        String last = next();
        assertTrue(last.startsWith("closed 1006") || last.startsWith("error "), last);
        socket.abort();
    }

    @Test
    void speaksToNodeAsWell() throws Exception {
        Assumptions.assumeTrue(NodeService.isHere(), "no node on the PATH");
        try (NodeService node = new NodeService();
                Proxy before = new Proxy(node.port())) {
            WebSocket socket = client.newWebSocketBuilder()
                    .buildAsync(URI.create(before.url("/chat").replaceFirst("http", "ws")), new Ear())
                    .join();
            socket.sendText("to node", true).join();
            assertEquals("to node", next());
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
            assertEquals("closed 1000", next());
        }
    }
}
