package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.nio.buffer.BufferPool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** With more buffered than may be, what is under way goes on, what is new waits, and nobody is lost. */
class ShortOfBuffersTest extends ProxyTest {
    private static final long MOST_BYTES = 3 * BufferPool.HEAD_BYTES;
    /** Takes a buffer of the usual size, while most heads fit into a small one. */
    private static final String HALF =
            "GET /own HTTP/1.1\r\nX-Long: " + "x".repeat(BufferPool.SMALL_HEAD_BYTES) + "\r\nHost";

    private static final String ASK = "GET /own HTTP/1.1\r\nHost: x\r\n\r\n";

    ShortOfBuffersTest() {
        super(1, MOST_BYTES);
    }

    private List<Peer> halfHeads(int count) throws IOException {
        List<Peer> clients = new ArrayList<>();
        int before = transport.buffersOnLoan();
        for (int i = 0; i < count; i++) {
            clients.add(client().send(HALF));
            int known = before + i + 1;
            eventually("its head is begun", () -> transport.buffersOnLoan() == known);
        }
        return clients;
    }

    private String own(Peer client) throws IOException {
        client.head();
        return client.read(4);
    }

    @Test
    void newConnectionsAndNewRequestsWait() throws IOException {
        apply(new TestConfig().http("web", 0).respond("/own", "mine"));
        Peer early = client().send(ASK);
        assertEquals("mine", own(early));
        List<Peer> holding = halfHeads(4);

        Peer late = client().send(ASK);
        early.send(ASK);
        eventually("accepting pauses", () -> transport.stats().acceptPauses() > 0);
        assertEquals(4, transport.buffersOnLoan());
        assertTrue(transport.stats().bufferedBytes() > MOST_BYTES);

        for (Peer each : holding.subList(0, 2)) {
            assertEquals("mine", own(each.send(": x\r\n\r\n")));
        }
        assertEquals("mine", own(early));
        assertEquals("mine", own(late));
        for (Peer each : holding.subList(2, 4)) {
            assertEquals("mine", own(each.send(": x\r\n\r\n")));
        }
    }

    @Test
    void bodiesUnderWayGoOnInSmallerPieces() throws Exception {
        int size = 1_000_000;
        CountDownLatch uploads = new CountDownLatch(1);
        apply(new TestConfig()
                .http("web", 0)
                .respond("/own", "mine")
                .forward("/", "up")
                .upstream(
                        "up",
                        backend(new Backend(client -> {
                                    client.head();
                                    uploads.countDown();
                                    client.read(size);
                                    client.send("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
                                    client.send("b".repeat(size));
                                }))
                                .port()));
        Peer client = client().send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + size + "\r\n\r\n");
        eventually("it is under way", () -> uploads.getCount() == 0);
        List<Peer> holding = new ArrayList<>();
        while (transport.stats().bufferedBytes() <= MOST_BYTES) {
            holding.addAll(halfHeads(1));
        }
        Peer late = client().send(ASK);
        eventually("accepting pauses", () -> transport.stats().acceptPauses() > 0);
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
            try {
                client.send("a".repeat(size));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        client.head();
        assertEquals(size, client.read(size).length());
        sending.join();
        for (Peer each : holding) {
            each.close();
        }
        assertEquals("mine", own(late));
    }
}
