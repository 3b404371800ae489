package dev.postern.app.fakes;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.LoggerFactory;

/** What was logged while this was open. */
public final class Logged extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    public Logged() {
        start();
        root.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
        events.add(event);
    }

    public List<ILoggingEvent> events() {
        return events;
    }

    public List<String> messages() {
        return events.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    /** Waits for a message that holds this, and gives it. */
    public String await(String text) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (true) {
            for (String message : messages()) {
                if (message.contains(text)) {
                    return message;
                }
            }
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("never logged: " + text + "; but: " + messages());
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() {
        root.detachAppender(this);
    }
}
