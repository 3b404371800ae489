package dev.postern.app.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.postern.app.fakes.Logged;
import dev.postern.domain.config.LogConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class OwnLogTest {
    private static final String OURS = "dev.postern.app.tested.Something";
    private static final String OTHERS = "dev.postern.app.other.Something";
    private static final String FOREIGN = "org.example.Channel";
    private static final Set<String> LOGGERS = Set.of(OURS, OTHERS, FOREIGN);

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Logger ours = LoggerFactory.getLogger(OURS);
    private final Logger others = LoggerFactory.getLogger(OTHERS);
    private final Logged seen = new Logged();

    @AfterEach
    void giveBack() {
        seen.close();
        LogLevel.set(LogConfig.Level.INFO);
        LogLevel.single().keySet().forEach(LogLevel::unset);
    }

    /** By the loggers of this test: others may log meanwhile. */
    private List<String> said() {
        return seen.events().stream()
                .filter(each -> LOGGERS.contains(each.getLoggerName()))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Test
    void isFoundByTheLibraryAndIsAllThatItHas() {
        seen.close();
        List<String> kinds = new ArrayList<>();
        context.getLogger(Logger.ROOT_LOGGER_NAME)
                .iteratorForAppenders()
                .forEachRemaining(each -> kinds.add(each.getClass().getSimpleName()));
        assertEquals(List.of("LineAppender"), kinds);
    }

    @Test
    void followsTheLevelWhileRunning() {
        ours.debug("event=unseen");
        LogLevel.set(LogConfig.Level.DEBUG);
        ours.debug("event=seen");
        LogLevel.set(LogConfig.Level.ERROR);
        ours.warn("event=unseen");
        assertEquals(List.of("event=seen"), said());
        assertEquals(LogConfig.Level.ERROR, LogLevel.current());
    }

    @Test
    void onePartMaySayMore() {
        LogLevel.set("dev.postern.app.tested", LogConfig.Level.DEBUG);
        ours.debug("event=seen");
        others.debug("event=unseen");
        assertEquals(Map.of("dev.postern.app.tested", LogConfig.Level.DEBUG), LogLevel.single());
        LogLevel.unset("dev.postern.app.tested");
        ours.debug("event=unseen");
        assertEquals(List.of("event=seen"), said());
        assertEquals(Map.of(), LogLevel.single());
    }

    @Test
    void theConfigurationSetsTheLevelOnlyWhenItSaysAnother() {
        LogLevel.configured(LogConfig.Level.WARN);
        LogLevel.set(LogConfig.Level.DEBUG);
        LogLevel.configured(LogConfig.Level.WARN);
        assertEquals(LogConfig.Level.DEBUG, LogLevel.current());
        LogLevel.configured(LogConfig.Level.INFO);
        assertEquals(LogConfig.Level.INFO, LogLevel.current());
    }

    @Test
    void knowsWhatHasLoggedAndWhatIsAbove() {
        assertTrue(LogLevel.isKnown("dev.postern.app.tested"));
        assertTrue(LogLevel.isKnown("dev.postern.app.tested.Something"));
        assertFalse(LogLevel.isKnown("dev.postern.app.testet"));
        assertFalse(
                context.getLoggerList().stream().anyMatch(each -> each.getName().endsWith("testet")));
    }

    @Test
    void leadsJavaUtilLoggingIntoOurLines() {
        LogRecord entry = new LogRecord(Level.WARNING, "Odd: {0}");
        entry.setLoggerName(FOREIGN);
        entry.setParameters(new Object[] {7});
        new JulLines().publish(entry);
        assertEquals(List.of("Odd: 7"), said());
    }
}
