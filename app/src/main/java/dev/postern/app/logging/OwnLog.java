package dev.postern.app.logging;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.core.spi.ContextAwareBase;
import dev.postern.domain.config.LogConfig;
import java.util.Map;

/**
 * What the program says of itself, on standard error. Found by logback through ServiceLoader, so that no file of logback's
 * own language is looked for.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_TOP_PRIORITY)
public final class OwnLog extends ContextAwareBase implements Configurator {
    /** Set by the launcher, as Java can't tell it of standard error. */
    private static final boolean IS_TERMINAL = Boolean.getBoolean("postern.terminal");

    private static final LineAppender appender = new LineAppender(form(LogConfig.Form.AUTO), System.err);

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        Repeats repeats = new Repeats(Repeats.WINDOW, appender::append);
        repeats.start();
        appender.setContext(context);
        appender.addFilter(repeats);
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(LogLevel.of(LogConfig.Level.INFO));
        root.addAppender(appender);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** As the configuration in force has it. */
    public static void use(LogConfig config) {
        LogLevel.configured(config.level());
        appender.use(form(config.format()));
    }

    /** Lines that nobody read in time. */
    public static long dropped() {
        return appender.dropped();
    }

    /** Writes what still waits; what is logged later is lost. */
    public static void close() {
        appender.stop();
    }

    private static LineForm form(LogConfig.Form wanted) {
        return form(wanted, IS_TERMINAL, System.getenv());
    }

    static LineForm form(LogConfig.Form wanted, boolean isTerminal, Map<String, String> environment) {
        boolean isColoured = isTerminal
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(environment.get("TERM"));
        return switch (wanted) {
            case TEXT -> new TextForm(isTerminal, isColoured);
            case JSON -> new JsonForm();
            case AUTO -> isTerminal ? new TextForm(true, isColoured) : new JsonForm();
        };
    }
}
