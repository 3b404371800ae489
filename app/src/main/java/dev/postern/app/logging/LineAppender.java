package dev.postern.app.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Makes a line of each event and hands it to a thread that writes it, to standard error in the program: who logs, a worker with
 * all its connections among them, does not wait for who reads. Lines for which there is no room are counted instead.
 */
final class LineAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
    static final int WAITING = 4096;

    private static final long FAREWELL_MILLIS = 1000;

    private final ArrayBlockingQueue<String> lines = new ArrayBlockingQueue<>(WAITING);
    private final AtomicLong dropped = new AtomicLong();
    private final PrintStream out;
    private volatile LineForm form;
    private @Nullable Thread writer;

    LineAppender(LineForm form, PrintStream out) {
        this.form = form;
        this.out = out;
    }

    /** The form may change while running. */
    void use(LineForm wanted) {
        form = wanted;
    }

    long dropped() {
        return dropped.get();
    }

    @Override
    public void start() {
        super.start();
        writer = Thread.ofPlatform().daemon().name("log").start(this::write);
    }

    @Override
    protected void append(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(200);
        form.append(event, line);
        if (!lines.offer(line.append('\n').toString())) {
            dropped.incrementAndGet();
        }
    }

    private void write() {
        try {
            while (true) {
                write(lines.take());
            }
        } catch (InterruptedException e) {
            for (String line = lines.poll(); line != null; line = lines.poll()) {
                write(line);
            }
        }
    }

    private void write(String line) {
        // why bytes: a text would lose what the system's own encoding does not have.
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        out.write(bytes, 0, bytes.length);
        out.flush();
    }

    /** Writes what still waits, if somebody reads it within a second. */
    @Override
    public void stop() {
        Thread writing = writer;
        super.stop();
        if (writing != null) {
            writer = null;
            writing.interrupt();
            try {
                writing.join(FAREWELL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
