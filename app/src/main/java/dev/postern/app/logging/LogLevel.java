package dev.postern.app.logging;

import dev.postern.domain.config.LogConfig;
import org.slf4j.event.Level;

/** What is logged now. Set by the configuration in force, read by every logger. */
public final class LogLevel {
    private static volatile int least = Level.INFO.toInt();

    private LogLevel() {}

    public static void set(LogConfig.Level level) {
        least = switch (level) {
            case ERROR -> Level.ERROR.toInt();
            case WARN -> Level.WARN.toInt();
            case INFO -> Level.INFO.toInt();
            case DEBUG -> Level.DEBUG.toInt();
        };
    }

    static boolean covers(Level level) {
        return level.toInt() >= least;
    }
}
