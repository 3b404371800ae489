package dev.postern.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import dev.postern.domain.config.LogConfig;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.LoggerFactory;

/** What is logged now: of all, and of single loggers. Set by the configuration in force or by a person. */
public final class LogLevel {
    private static final AtomicReference<Optional<LogConfig.Level>> configured =
            new AtomicReference<>(Optional.empty());

    private LogLevel() {}

    /** What a person has set stays until the configuration says another than before. */
    static void configured(LogConfig.Level level) {
        Optional<LogConfig.Level> now = Optional.of(level);
        if (!now.equals(configured.getAndSet(now))) {
            set(level);
        }
    }

    public static LogConfig.Level current() {
        return of(logger(org.slf4j.Logger.ROOT_LOGGER_NAME).getEffectiveLevel());
    }

    public static void set(LogConfig.Level level) {
        logger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(of(level));
    }

    /** Of this logger and of those below it, until {@link #unset}. */
    public static void set(String logger, LogConfig.Level level) {
        logger(logger).setLevel(of(level));
    }

    /** From now on as the logger above it. */
    public static void unset(String logger) {
        logger(logger).setLevel(null);
    }

    /** The loggers that were set one by one. */
    public static Map<String, LogConfig.Level> single() {
        Map<String, LogConfig.Level> all = new TreeMap<>();
        for (Logger each : context().getLoggerList()) {
            if (each.getLevel() != null && !each.getName().equals(org.slf4j.Logger.ROOT_LOGGER_NAME)) {
                all.put(each.getName(), of(each.getLevel()));
            }
        }
        return all;
    }

    /** Whether something logs by that name or below it. */
    public static boolean isKnown(String name) {
        return context().exists(name) != null;
    }

    static Level of(LogConfig.Level level) {
        return Level.valueOf(level.name());
    }

    private static LogConfig.Level of(Level level) {
        return LogConfig.Level.valueOf(level.toString().toUpperCase(Locale.ROOT));
    }

    private static Logger logger(String name) {
        return context().getLogger(name);
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }
}
