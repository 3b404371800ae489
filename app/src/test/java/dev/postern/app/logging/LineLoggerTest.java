package dev.postern.app.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.app.fakes.TestConsole;
import dev.postern.domain.config.LogConfig;
import java.io.PrintStream;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LineLoggerTest {
    private static final String TIME = "time=\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z ";

    private final Logger ours = LoggerFactory.getLogger("dev.postern.app.Something");
    private final Logger theirs = LoggerFactory.getLogger("org.example.Client");
    private final TestConsole err = new TestConsole();
    private final PrintStream realErr = System.err;

    @BeforeEach
    void takeErr() {
        System.setErr(err.stream());
    }

    @AfterEach
    void giveBack() {
        System.setErr(realErr);
        LogLevel.set(LogConfig.Level.INFO);
    }

    private void assertLine(String expected) {
        assertEquals(1, err.lines().size(), err.text());
        assertTrue(err.lines().getFirst().matches(TIME + expected), err.text());
    }

    @Test
    void writesOurPairsAsTheyAre() {
        ours.warn("event=thing-happened count={} name={}", 3, new Quoted("a \"b\"\nc"));

        assertLine("level=warn event=thing-happened count=3 name=\"a \\\\\"b\\\\\"\\\\nc\"");
    }

    @Test
    void makesPairsOfALibrarysProse() {
        theirs.error("Lost {}\nforever", "it");

        assertLine("level=error logger=org.example.Client msg=\"Lost it\\\\nforever\"");
    }

    @Test
    void leadsJavaUtilLoggingIntoOurLines() {
        LogRecord entry = new LogRecord(Level.WARNING, "Odd: {0}");
        entry.setLoggerName("org.example.Channel");
        entry.setParameters(new Object[] {7});
        new JulLines().publish(entry);

        assertLine("level=warn logger=org.example.Channel msg=\"Odd: 7\"");
    }

    @Test
    void followsTheLevelWhileRunning() {
        ours.debug("event=unseen");
        LogLevel.set(LogConfig.Level.DEBUG);
        ours.debug("event=seen");
        LogLevel.set(LogConfig.Level.ERROR);
        ours.warn("event=unseen");

        assertLine("level=debug event=seen");
    }

    @Test
    void tellsHowOftenALineWasRepeated() {
        new LineLogger("dev.postern.app.Something").write(org.slf4j.event.Level.WARN, "event=odd", null, 57);

        assertLine("level=warn event=odd repeated=57");
    }

    @Test
    void addsTheStackOfOurDefects() {
        ours.error("event=defect", new IllegalStateException("odd"));

        assertTrue(
                err.lines()
                        .getFirst()
                        .endsWith("level=error event=defect error=\"java.lang.IllegalStateException: odd\""),
                err.text());
        assertTrue(err.text().contains("\tat dev.postern"), err.text());
    }

    @Test
    void writesTimesAsEveryoneElseDoes() {
        for (long millis : new long[] {0, 951_782_400_005L, 1_795_248_000_123L, -1}) {
            StringBuilder out = new StringBuilder();
            LineLogger.appendTime(out, millis);
            assertEquals(Instant.ofEpochMilli(millis), Instant.parse(out));
            assertEquals(24, out.length());
        }
    }
}
