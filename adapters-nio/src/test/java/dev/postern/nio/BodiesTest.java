package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of every framing and size, at every pace. */
class BodiesTest extends ProxyTest {
    private static final String GET = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";

    @Test
    void carriesBodiesBothWaysWhateverTheirFraming() throws IOException {
        serve(backend(new Backend(client -> {
            while (!client.head().isEmpty()) {
                String body = client.readThrough("0\r\n\r\n");
                client.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
            }
        })));
        Peer client = client();
        for (int i = 0; i < 3; i++) {
            client.send("POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\njk\r");
            client.send("\n3\r\nlmn\r\n0\r\n\r\n");
            client.head();
            String body = client.readThrough("0\r\n\r\n");
            assertEquals("jklmn", body.replaceAll("[0-9a-f]+\r\n|\r\n", ""));
        }
    }

    @Test
    void anOldClientGetsABodyThatEndsWithTheConnection() throws IOException {
        serve(backend(
                Backend.answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")));
        String answer = client().send("GET /a HTTP/1.0\r\n\r\n").rest();
        assertTrue(answer.endsWith("\r\n\r\nhello"), answer);
        assertFalse(answer.contains("chunked"), answer);
    }

    @Test
    void anOldServersBodyEndsWithItsConnectionAndOursGoesOn() throws IOException {
        serve(backend(new Backend(client -> {
            client.head();
            client.send("HTTP/1.0 200 OK\r\n\r\nhello");
        })));
        Peer client = client();
        for (int i = 0; i < 2; i++) {
            String head = client.send(GET).head();
            assertTrue(head.contains("Transfer-Encoding: chunked\r\n"), head);
            assertEquals("5\r\nhello\r\n0\r\n\r\n", client.read(15));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD 200", "GET 204", "GET 304"})
    void responsesWithoutABodyEndWithTheirHead(String methodAndStatus) throws IOException {
        String[] parts = methodAndStatus.split(" ");
        serve(backend(Backend.answering("HTTP/1.1 " + parts[1] + " X\r\nETag: a\r\nContent-Length: 0\r\n\r\n")));
        Peer client = client();
        for (int i = 0; i < 2; i++) {
            String head =
                    client.send(parts[0] + " /a HTTP/1.1\r\nHost: x\r\n\r\n").head();
            assertTrue(head.startsWith("HTTP/1.1 " + parts[1] + " X\r\n"), head);
            assertFalse(parts[1].equals("204") && head.contains("Content-Length"), head);
        }
    }

    @Test
    void aSlowReaderSlowsTheWriterAndNothingIsLost() throws IOException {
        byte[] block = new byte[1 << 20];
        Arrays.fill(block, (byte) 'x');
        int blocks = 64;
        AtomicReference<Integer> written = new AtomicReference<>(0);
        serve(backend(new Backend(client -> {
            client.head();
            client.send("HTTP/1.1 200 OK\r\nContent-Length: " + (long) blocks * block.length + "\r\n\r\n");
            for (int i = 1; i <= blocks; i++) {
                client.send(block);
                written.set(i);
            }
            client.isClosed();
        })));
        Peer client = client().send(GET);
        client.head();
        eventually("the writer is held", () -> transport.buffersOnLoan() > 0);
        int loan = transport.buffersOnLoan();
        assertTrue(loan <= 3, loan + " buffers for one exchange");
        assertTrue(written.get() < blocks, "everything was taken though nobody read");
        long left = (long) blocks * block.length;
        InputStream in = client.socket().getInputStream();
        while (left > 0) {
            int n = in.read(block);
            assertTrue(n > 0);
            left -= n;
        }
    }

    @Test
    void aLargeUploadReachesAReaderThatTakesItsTime() throws IOException {
        int size = 30_000_000;
        AtomicReference<Long> sum = new AtomicReference<>(0L);
        serve(backend(new Backend(client -> {
            client.head();
            InputStream in = client.socket().getInputStream();
            byte[] some = new byte[5000];
            long left = size;
            while (left > 0) {
                int n = in.read(some, 0, (int) Math.min(some.length, left));
                left -= n;
                for (int i = 0; i < n; i++) {
                    sum.set(sum.get() + some[i]);
                }
            }
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        })));
        byte[] body = new byte[size];
        long expected = 0;
        for (int i = 0; i < size; i++) {
            body[i] = (byte) (i * 31);
            expected += body[i];
        }
        Peer client = client().send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: " + size + "\r\n\r\n");
        client.send(body);
        assertTrue(client.head().startsWith("HTTP/1.1 200 "));
        assertEquals(expected, sum.get());
    }

    @Test
    void aBodyThatStallsIs408() throws IOException {
        apply(new TestConfig()
                .bodyTimeout(Duration.ofMillis(200))
                .http("web", 0)
                .forward("/a", "up")
                .upstream("up", backend(new Backend(Peer::rest)).port()));
        Peer client = client().send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhi");
        String answer = client.rest();
        assertTrue(answer.startsWith("HTTP/1.1 408 "), answer);
    }
}
