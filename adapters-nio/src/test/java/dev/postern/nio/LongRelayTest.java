package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Long TCP connections. */
final class LongRelayTest extends LongTransferTest {
    private static final byte[] UP = bytes(MUCH, 1);
    private static final byte[] DOWN = bytes(MUCH, 2);

    LongRelayTest(OddPipes way) {
        super(way);
    }

    private void relay(Backend.Script script) throws IOException {
        apply(new TestConfig()
                .tcp("web", 0, "up")
                .upstream("up", backend(new Backend(script)).port()));
    }

    @Test
    void carriesMuchBothWaysAndBothEnds() throws Exception {
        relay(client -> {
            Thread talks = Thread.ofVirtual().start(() -> {
                try {
                    client.send(DOWN).shutdownOutput();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            hears(UP, client);
            client.rest();
            join(talks);
        });
        Peer client = client();
        CompletableFuture<Void> said = CompletableFuture.runAsync(() -> {
            try {
                client.send(UP).shutdownOutput();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        hears(DOWN, client);
        assertEquals("", client.rest());
        said.get(10, TimeUnit.SECONDS);
        eventually("it is told", () -> !telemetry.connections().isEmpty());
        Told.Connection told = telemetry.connections().getFirst();
        assertEquals(MUCH, told.bytesIn());
        assertEquals(MUCH, told.bytesOut());
        assertEquals("", told.cause());
        wentThroughPipes(2L * MUCH);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void theEndBehindMuchIsPassedOnAndTheAnswerComes() throws IOException {
        relay(client -> {
            hears(UP, client);
            assertEquals("", client.rest());
            client.send("all of it");
        });
        Peer client = client().send(UP);
        client.shutdownOutput();
        assertEquals("all of it", client.rest());
        wentThroughPipes(MUCH);
    }

    @Test
    void whatCameGoesOnBeforeMoreComes() throws IOException {
        relay(client -> {
            for (int i = 0; i < 5; i++) {
                client.send(DOWN);
                client.read(1);
                client.send("little");
                client.read(1);
            }
        });
        Peer client = client();
        for (int i = 0; i < 5; i++) {
            hears(DOWN, client);
            client.send("x");
            assertEquals("little", client.read(6));
            client.send("y");
        }
        assertEquals("", client.rest());
    }

    @Test
    void aReaderWhoDoesNotReadHoldsBackTheSender() throws IOException {
        relay(client -> {
            for (int i = 0; i < 16; i++) {
                client.send(DOWN);
            }
        });
        Peer client = client();
        eventually("data waits", () -> transport.buffersOnLoan() > 0);
        assertTrue(transport.buffersOnLoan() <= 2);
        for (int i = 0; i < 16; i++) {
            hears(DOWN, client);
        }
        assertEquals("", client.rest());
        wentThroughPipes(16L * MUCH);
    }

    @Test
    void aResetOfTheEndpointInTheMiddleResetsTheClient() throws IOException {
        relay(client -> {
            client.send(DOWN);
            client.read(1);
            client.reset();
        });
        Peer client = client();
        hears(DOWN, client);
        assertTrue(client.send("x").isReset());
    }

    @Test
    void aResetOfTheClientInTheMiddleResetsTheEndpoint() throws Exception {
        CompletableFuture<Boolean> reset = new CompletableFuture<>();
        relay(client -> {
            hears(UP, client);
            client.send("thanks");
            reset.complete(client.isReset());
        });
        Peer client = client().send(UP);
        assertEquals("thanks", client.read(6));
        client.reset();
        assertTrue(reset.get(10, TimeUnit.SECONDS));
    }

    @Test
    void aClientWhoLeavesWhileMuchWaitsResetsTheEndpoint() throws Exception {
        CompletableFuture<Void> over = new CompletableFuture<>();
        relay(client -> {
            sendsOn(client);
            over.complete(null);
        });
        Peer client = client();
        eventually("data waits", () -> transport.buffersOnLoan() > 0);
        client.reset();
        over.get(10, TimeUnit.SECONDS);
    }

    @Test
    void silenceWhileMuchWaitsResetsBoth() throws Exception {
        CompletableFuture<Void> over = new CompletableFuture<>();
        Backend backend = backend(new Backend(client -> {
            sendsOn(client);
            over.complete(null);
        }));
        apply(new TestConfig()
                .silence(Duration.ofMillis(200))
                .tcp("web", 0, "up")
                .upstream("up", backend.port()));
        Peer client = client();
        over.get(10, TimeUnit.SECONDS);
        eventually("it is told", () -> !telemetry.connections().isEmpty());
        assertEquals("proxy/idle-timeout", telemetry.connections().getFirst().cause());
        client.close();
    }

    @Test
    void tornTransfersLeaveNoDescriptorsBehind() throws Exception {
        relay(LongTransferTest::sendsOn);
        for (int i = 0; i < 4; i++) {
            tear();
        }
        long before = descriptors();
        for (int i = 0; i < 12; i++) {
            tear();
        }
        // why four more: each of the two workers may keep the pipe that it used, or not.
        eventually("as many as before", () -> descriptors() <= before + 4);
    }

    @Test
    void nobodyGetsWhatWaitedForAnother() throws Exception {
        AtomicInteger came = new AtomicInteger();
        relay(client -> {
            if (came.getAndIncrement() < 2) {
                sendsOn(client);
            } else {
                client.send(DOWN);
            }
        });
        tear();
        tear();
        for (int i = 0; i < 2; i++) {
            Peer next = client();
            hears(DOWN, next);
            assertEquals("", next.rest());
        }
    }

    private void tear() throws IOException {
        int told = telemetry.connections().size();
        Peer client = client();
        eventually("data waits", () -> transport.buffersOnLoan() > 0);
        client.reset();
        eventually("it is over", () -> telemetry.connections().size() > told && transport.buffersOnLoan() == 0);
    }

    /** Sockets and pipes; the JVM opens files as it likes. */
    private static long descriptors() {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(each -> {
                        try {
                            String to = Files.readSymbolicLink(each).toString();
                            return to.startsWith("pipe:") || to.startsWith("socket:");
                        } catch (IOException e) {
                            return false;
                        }
                    })
                    .count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
