package dev.postern.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;

/** Events of the log, as the library makes them. */
final class Told {
    static final long AT = 951_782_400_005L;

    private Told() {}

    static LoggingEvent told(Level level, String message, Object... arguments) {
        return by("dev.postern.app.Something", level, message, arguments);
    }

    static LoggingEvent by(String logger, Level level, String message, Object... arguments) {
        LoggingEvent event = new LoggingEvent();
        event.setLoggerName(logger);
        event.setLevel(level);
        event.setMessage(message);
        event.setArgumentArray(arguments);
        event.setTimeStamp(AT);
        return event;
    }

    static LoggingEvent failed(Throwable thrown) {
        LoggingEvent event = told(Level.ERROR, "event=defect");
        event.setThrowableProxy(new ThrowableProxy(thrown));
        return event;
    }
}
