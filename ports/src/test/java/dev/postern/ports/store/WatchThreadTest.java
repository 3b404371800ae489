package dev.postern.ports.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.ports.store.WatchThread.WokenException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WatchThreadTest {
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    @Test
    void isWokenWhereItWaitsAndEndsWhenClosed() throws Exception {
        WatchThread watch = WatchThread.start("test", thread -> {
            while (!thread.isClosed()) {
                try {
                    seen.add("waits");
                    thread.pause(Duration.ofMinutes(5));
                } catch (WokenException e) {
                    seen.add("woken");
                }
            }
            seen.add("ended");
        });
        assertEquals("waits", next());
        watch.wake();
        assertEquals("woken", next());
        assertEquals("waits", next());
        watch.close();
        assertEquals("woken", next());
        assertEquals("ended", next());
    }

    @Test
    void isNotInterruptedWhereItDoesNotWaitButTheNextWaitEndsAtOnce() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch woken = new CountDownLatch(1);
        WatchThread watch = WatchThread.start("test", thread -> {
            try {
                working.countDown();
                seen.add(woken.await(10, TimeUnit.SECONDS) ? "undisturbed" : "too late");
                thread.pause(Duration.ofMinutes(5));
                seen.add("slept");
            } catch (InterruptedException e) {
                seen.add("interrupted");
            } catch (WokenException e) {
                seen.add("woken");
            }
        });
        assertTrue(working.await(10, TimeUnit.SECONDS));
        watch.wake();
        woken.countDown();
        assertEquals("undisturbed", next());
        assertEquals("woken", next());
        assertFalse(watch.isClosed());
        watch.close();
    }

    private String next() throws InterruptedException {
        String next = seen.poll(10, TimeUnit.SECONDS);
        assertNotNull(next);
        return next;
    }
}
