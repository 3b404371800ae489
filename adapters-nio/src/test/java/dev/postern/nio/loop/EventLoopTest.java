package dev.postern.nio.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLoopTest {
    private long nowNanos;
    private final EventLoop loop = new EventLoop(() -> nowNanos);
    private final List<String> seen = new ArrayList<>();

    @AfterEach
    void endTheLoop() {
        loop.close();
        loop.run();
    }

    @Test
    void runsTasksInTheirOrderAndAtMostSoManyAtOnce() throws IOException {
        for (int i = 0; i < 300; i++) {
            String name = Integer.toString(i);
            loop.execute(() -> seen.add(name));
        }
        loop.runOnce();
        assertTrue(seen.size() < 300, "ready connections wait behind tasks");
        loop.runOnce();
        assertEquals(300, seen.size());
        assertEquals("0", seen.getFirst());
        assertEquals("299", seen.getLast());
    }

    @Test
    void aTaskThatFailsEndsNothing() throws IOException {
        loop.execute(() -> {
            throw new IllegalStateException("on purpose, by a test");
        });
        loop.execute(() -> seen.add("next"));
        loop.runOnce();
        assertEquals(List.of("next"), seen);
    }

    @Test
    void readsTheClockOnceACycleAndExpiresTimersByIt() throws IOException {
        Timeout timeout = new Timeout(() -> seen.add("due at " + loop.nowNanos()));
        loop.timers().arm(timeout, 50_000_000);
        nowNanos = 40_000_000;
        loop.execute(() -> {});
        loop.runOnce();
        assertEquals(List.of(), seen);
        nowNanos = 60_000_000;
        loop.execute(() -> {});
        loop.runOnce();
        assertEquals(List.of("due at 60000000"), seen);
    }

    @Test
    void servesAReadyChannelAndOneThatFailsDoesNotKeepTheOthersWaiting() throws IOException {
        Pipe failing = Pipe.open();
        Pipe good = Pipe.open();
        loop.register(failing.source(), SelectionKey.OP_READ, ops -> {
            throw new IllegalStateException("on purpose, by a test");
        });
        loop.register(good.source(), SelectionKey.OP_READ, ops -> seen.add("ready"));
        failing.sink().write(ByteBuffer.wrap(new byte[1]));
        good.sink().write(ByteBuffer.wrap(new byte[1]));
        loop.runOnce();
        assertEquals(List.of("ready"), seen);
        failing.sink().close();
        failing.source().close();
        good.sink().close();
        good.source().close();
    }

    @Test
    void aTaskFromAnotherThreadWakesItUp() throws Exception {
        Thread thread = Thread.ofPlatform().start(loop::run);
        Thread.ofVirtual().start(() -> loop.execute(loop::close));
        assertTrue(thread.join(Duration.ofSeconds(10)));
        assertThrows(RejectedExecutionException.class, () -> loop.execute(() -> {}));
    }
}
