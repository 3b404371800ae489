package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** One worker only: what one connection sees of the drain then tells that the others know of it too. */
class DrainTest extends ProxyTest {
    private static final String GET = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";

    DrainTest() {
        super(1);
    }

    @Test
    void drainingFinishesWhatIsUnderWayAndClosesTheIdle() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Backend backend = backend(new Backend(client -> {
            client.head();
            arrived.countDown();
            await(goOn);
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nend");
        }));
        apply(new TestConfig()
                .http("web", 0)
                .forward("/a", "up")
                .respond("/b", "abc")
                .upstream("up", backend.port()));
        Peer idle = client();
        idle.send("GET /b HTTP/1.1\r\nHost: x\r\n\r\n").head();
        idle.read(3);
        Peer busy = client().send(GET);
        await(arrived);
        Thread draining = Thread.ofVirtual().start(() -> transport.drain(Duration.ofSeconds(10)));
        assertTrue(idle.isClosed());
        assertTrue(draining.isAlive());
        goOn.countDown();
        String head = busy.head();
        assertTrue(head.contains("Connection: close\r\n"), head);
        assertEquals("end", busy.read(3));
        assertTrue(draining.join(Duration.ofSeconds(5)), "drained at once when the last was done");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
