package dev.postern.app.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.spi.FilterReply;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class RepeatsTest {
    private static final ILoggingEvent ODD = Told.told(Level.WARN, "event=odd who={}", "me");

    private final List<String> told = new CopyOnWriteArrayList<>();

    private Repeats within(Duration window) {
        return new Repeats(window, event -> {
            StringBuilder line = new StringBuilder();
            new TextForm(false, false).append(event, line);
            told.add(line.substring(line.indexOf(" ") + 1));
        });
    }

    private static boolean isTold(Repeats repeats, ILoggingEvent event) {
        return repeats.decide(event) == FilterReply.NEUTRAL;
    }

    @Test
    void theFirstIsToldAndOfTheOthersHowManyTheyWere() {
        Repeats repeats = within(Duration.ofHours(1));
        assertTrue(isTold(repeats, ODD));
        for (int i = 0; i < 57; i++) {
            assertEquals(FilterReply.DENY, repeats.decide(ODD));
        }
        repeats.end(ODD);
        assertEquals(List.of("WARN  odd who=me repeated=57"), told);
        assertTrue(isTold(repeats, ODD));
        repeats.end(ODD);
        assertEquals(1, told.size());
    }

    @Test
    void itsTimeEndsByItself() {
        Repeats repeats = within(Duration.ofMillis(1));
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (told.isEmpty()) {
            repeats.decide(ODD);
            assertTrue(System.nanoTime() < deadline, "never told");
            LockSupport.parkNanos(1_000_000);
        }
        assertTrue(told.getFirst().startsWith("WARN  odd who=me repeated="), told.getFirst());
    }

    @Test
    void whatSaysSomethingElseIsNoRepeat() {
        Repeats repeats = within(Duration.ofHours(1));
        LoggingEvent failed = Told.told(Level.WARN, "event=odd who={}", "me");
        failed.setThrowableProxy(new ThrowableProxy(new IOException("x")));
        assertTrue(isTold(repeats, ODD));
        assertTrue(isTold(repeats, Told.told(Level.WARN, "event=odd who={}", "you")));
        assertTrue(isTold(repeats, Told.told(Level.ERROR, "event=odd who={}", "me")));
        assertTrue(isTold(repeats, Told.by("dev.postern.Other", Level.WARN, "event=odd who={}", "me")));
        assertTrue(isTold(repeats, failed));
    }

    @Test
    void whatIsLessThanAWarningIsNeverFolded() {
        Repeats repeats = within(Duration.ofHours(1));
        for (int i = 0; i < 3; i++) {
            assertTrue(isTold(repeats, Told.told(Level.INFO, "event=odd")));
        }
    }

    @Test
    void aFloodOfDifferentLinesIsNotKept() {
        Repeats repeats = within(Duration.ofHours(1));
        for (int i = 0; i < 10_000; i++) {
            assertTrue(isTold(repeats, Told.told(Level.WARN, "event=odd number={}", i)));
        }
        assertTrue(isTold(repeats, Told.told(Level.WARN, "event=odd number={}", 9999)));
        assertEquals(FilterReply.DENY, repeats.decide(Told.told(Level.WARN, "event=odd number={}", 1)));
    }
}
