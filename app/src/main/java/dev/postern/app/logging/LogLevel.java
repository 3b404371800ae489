package dev.postern.app.logging;

import dev.postern.domain.config.LogConfig;
import java.util.Optional;
import org.slf4j.event.Level;

/** What is logged now. Set by the configuration in force or by a person, read by every logger. */
public final class LogLevel {
    private static volatile LogConfig.Level current = LogConfig.Level.INFO;
    private static volatile int least = Level.INFO.toInt();
    private static volatile Optional<LogConfig.Level> configured = Optional.empty();

    private LogLevel() {}

    /** What a person has set stays until the configuration says another than before. */
    public static void configured(LogConfig.Level level) {
        if (!configured.equals(Optional.of(level))) {
            configured = Optional.of(level);
            set(level);
        }
    }

    public static LogConfig.Level current() {
        return current;
    }

    public static void set(LogConfig.Level level) {
        current = level;
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
