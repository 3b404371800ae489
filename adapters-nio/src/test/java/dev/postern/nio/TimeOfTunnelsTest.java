package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What happens when time passes while bytes go both ways, or do not: after an upgrade, and of TCP. */
class TimeOfTunnelsTest extends HandTurnedTest {
    private static final String ASK = GET.replace("Host", "Connection: upgrade\r\nUpgrade: chat\r\nHost");
    private static final String SWITCH =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: chat\r\n\r\n";

    private static TestConfig relay(Backend backend) {
        return new TestConfig().silence(SECOND).tcp("web", 0, "up").upstream("up", backend.port());
    }

    @Test
    void afterAnUpgradeItMayBeSilentForAsLongAsItsRouteSays() throws IOException {
        Backend backend = closing(new Backend(client -> {
            client.head();
            client.send(SWITCH);
            client.rest();
        }));
        HandTurned proxy = proxy(config().routeTimeout(Duration.ofSeconds(7))
                .timeouts(times(SECOND, SECOND, Duration.ofMinutes(2)))
                .forward("/a", "up")
                .upstream("up", backend.port()));
        Peer client = client(proxy);
        client.send(ASK);
        proxy.answer(client);
        proxy.pass(Duration.ofSeconds(119));
        assertEquals(1, proxy.worker.open());
        proxy.pass(Duration.ofSeconds(2));
        assertEquals(0, proxy.worker.open());
    }

    @Test
    void aSilentOneHoldsNoBufferAndOutlivesTheTimesOfItsRequest() throws IOException {
        Backend backend = closing(new Backend(client -> {
            client.head();
            client.send(SWITCH);
            client.socket().getInputStream().transferTo(client.socket().getOutputStream());
        }));
        HandTurned proxy = proxy(config().responseTimeout(SECOND)
                .responseBodyTimeout(SECOND)
                .forward("/a", "up")
                .upstream("up", backend.port()));
        Peer client = client(proxy);
        client.send(ASK);
        assertTrue(proxy.answer(client).startsWith("HTTP/1.1 101 "));
        proxy.pass(Duration.ofSeconds(70));
        assertEquals(0, proxy.worker.buffers().onLoan());
        client.send("still");
        proxy.turnUntil("it comes back", () -> HandTurned.hasBytes(client));
        assertEquals("still", client.read(5));
        assertEquals(0, proxy.worker.buffers().onLoan());
    }

    @Test
    void silenceOfBothSidesResetsBoth() throws Exception {
        CompletableFuture<Boolean> reset = new CompletableFuture<>();
        Backend backend = closing(new Backend(client -> {
            client.send("hello");
            reset.complete(client.isReset());
        }));
        HandTurned proxy = proxy(relay(backend));
        Peer client = client(proxy);
        proxy.turnUntil("it is greeted", () -> HandTurned.hasBytes(client));
        assertEquals("hello", client.read(5));
        proxy.pass(Duration.ofMillis(900));
        assertEquals(1, proxy.worker.open());
        proxy.pass(Duration.ofMillis(200));
        assertEquals(0, proxy.worker.open());
        assertTrue(client.isReset());
        assertTrue(reset.get(10, TimeUnit.SECONDS));
    }

    @Test
    void oneSideThatSpeaksKeepsTheOther() throws IOException {
        Semaphore words = new Semaphore(0);
        Backend backend = closing(new Backend(client -> {
            for (int i = 0; i < 20; i++) {
                words.acquireUninterruptibly();
                client.send("x");
            }
            client.rest();
        }));
        HandTurned proxy = proxy(relay(backend));
        Peer client = client(proxy);
        for (int i = 0; i < 20; i++) {
            words.release();
            proxy.turnUntil("another one", () -> HandTurned.hasBytes(client));
            assertEquals("x", client.read(1));
            proxy.pass(Duration.ofMillis(900));
            assertEquals(1, proxy.worker.open(), "after " + i);
        }
        client.close();
        proxy.turnUntil("gone", () -> proxy.worker.open() == 0);
    }
}
