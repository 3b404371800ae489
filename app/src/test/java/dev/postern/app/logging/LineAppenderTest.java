package dev.postern.app.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LineAppenderTest {
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private final Semaphore reader = new Semaphore(0);
    /** Read only as far as permits go. */
    private final OutputStream out = new OutputStream() {
        @Override
        public void write(int b) {
            throw new AssertionError("lines come whole");
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            reader.acquireUninterruptibly();
            read.write(bytes, from, length);
        }
    };

    private final LineAppender appender = new LineAppender(new TextForm(false, false), new PrintStream(out));

    @AfterEach
    void giveBack() {
        reader.release(1_000_000);
        appender.stop();
    }

    private String text() {
        return read.toString(StandardCharsets.UTF_8);
    }

    @Test
    void writesAllThatWaitsBeforeItEnds() {
        reader.release(1_000_000);
        appender.start();
        for (int i = 0; i < 1000; i++) {
            appender.doAppend(Told.told(Level.INFO, "event=é number={}", i));
        }
        appender.stop();
        assertEquals(1000, text().lines().count());
        assertTrue(text().endsWith("Z INFO  é number=999\n"), text());
        assertEquals(0, appender.dropped());
    }

    @Test
    void whoLogsDoesNotWaitForWhoReadsAndWhatIsLostIsCounted() {
        appender.start();
        for (int i = 0; i < LineAppender.WAITING + 500; i++) {
            appender.doAppend(Told.told(Level.INFO, "event=odd number={}", i));
        }
        // why one more: the writer may have one in hand.
        assertTrue(appender.dropped() >= 499 && appender.dropped() <= 500, "dropped: " + appender.dropped());
        long before = System.nanoTime();
        appender.stop();
        assertTrue(System.nanoTime() - before < Duration.ofSeconds(20).toNanos(), "the end does not wait for ever");
    }
}
