package dev.postern.app.logging;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads what libraries log through java.util.logging into our lines. Named to the JVM by a property, so it costs nothing
 * as long as no library does.
 */
public final class JulLines extends Handler {
    private static final String SETTINGS = """
            handlers=%s
            .level=INFO
            io.opentelemetry.level=OFF
            com.google.inject.internal.util.LineNumbers.level=OFF
            """;

    /** Names {@link Setup} to the JVM. Before the first use of java.util.logging. */
    public static void install() {
        System.setProperty("java.util.logging.config.class", Setup.class.getName());
    }

    @Override
    public void publish(@Nullable LogRecord entry) {
        if (entry != null) {
            Logger logger = LoggerFactory.getLogger(String.valueOf(entry.getLoggerName()));
            String message = new SimpleFormatter().formatMessage(entry);
            if (entry.getLevel().intValue() >= Level.SEVERE.intValue()) {
                logger.error(message, entry.getThrown());
            } else if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
                logger.warn(message, entry.getThrown());
            } else {
                logger.debug(message, entry.getThrown());
            }
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    /** Made by the JVM when java.util.logging is first used. */
    public static final class Setup {
        public Setup() throws IOException {
            // why OFF: what OpenTelemetry could not send we tell ourselves.
            // why: Guice 7 can't read the line numbers of classes as new as ours and warns with a stack.
            String settings = SETTINGS.replace("%s", JulLines.class.getName());
            LogManager.getLogManager()
                    .readConfiguration(new ByteArrayInputStream(settings.getBytes(StandardCharsets.UTF_8)));
        }
    }
}
