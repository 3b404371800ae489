package dev.postern.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.event.KeyValuePair;

/**
 * Folds warnings and errors that are said again within a few seconds: the first time is told at once, and at the end of that
 * time how often it was said since. Any thread; keeps a bounded number of lines, beyond which nothing is folded.
 */
final class Repeats extends Filter<ILoggingEvent> {
    static final Duration WINDOW = Duration.ofSeconds(5);

    private static final int MOST = 256;

    private final ConcurrentHashMap<Line, Integer> said = new ConcurrentHashMap<>();
    private final Duration window;
    private final Consumer<ILoggingEvent> teller;

    /** What makes two lines the same. */
    private record Line(String logger, Level level, String message, String error) {
        static Line of(ILoggingEvent event) {
            IThrowableProxy thrown = event.getThrowableProxy();
            String error = thrown == null ? "" : thrown.getClassName() + thrown.getMessage();
            return new Line(event.getLoggerName(), event.getLevel(), event.getFormattedMessage(), error);
        }
    }

    /** @param teller hears of each line that was said again, with the pair {@code repeated}, on a thread that is nobody's */
    Repeats(Duration window, Consumer<ILoggingEvent> teller) {
        this.window = window;
        this.teller = teller;
    }

    @Override
    public FilterReply decide(ILoggingEvent event) {
        // why not what is less: nothing floods at info, and who asks for debug wants to see all of it.
        boolean isRepeat = event.getLevel().isGreaterOrEqual(Level.WARN) && isRepeat(event);
        return isRepeat ? FilterReply.DENY : FilterReply.NEUTRAL;
    }

    private boolean isRepeat(ILoggingEvent event) {
        Line line = Line.of(event);
        if (said.size() >= MOST && !said.containsKey(line)) {
            return false;
        }
        int times = said.merge(line, 1, Integer::sum);
        if (times == 1) {
            Thread.ofVirtual().name("log-repeats").start(() -> endOf(event));
        }
        return times > 1;
    }

    private void endOf(ILoggingEvent event) {
        try {
            Thread.sleep(window);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end(event);
    }

    /** Its time is over. */
    void end(ILoggingEvent first) {
        Integer times = said.remove(Line.of(first));
        if (times != null && times > 1) {
            LoggingEvent told = new LoggingEvent();
            told.setLoggerName(first.getLoggerName());
            told.setLevel(first.getLevel());
            told.setMessage(first.getMessage());
            told.setArgumentArray(first.getArgumentArray());
            told.setTimeStamp(System.currentTimeMillis());
            told.addKeyValuePair(new KeyValuePair("repeated", times - 1));
            teller.accept(told);
        }
    }
}
