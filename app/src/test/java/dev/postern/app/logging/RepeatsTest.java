package dev.postern.app.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.app.logging.Repeats.Line;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

class RepeatsTest {
    private final List<String> told = new CopyOnWriteArrayList<>();

    private Repeats within(Duration window) {
        return new Repeats(window, (line, times) -> told.add(line.message() + " " + times));
    }

    private static Line line(String message, String error) {
        return new Line("dev.postern.Some", Level.WARN, message, error);
    }

    @Test
    void theFirstIsToldAndOfTheOthersHowManyTheyWere() {
        Repeats repeats = within(Duration.ofHours(1));
        assertFalse(repeats.isRepeat(line("event=odd", "")));
        for (int i = 0; i < 57; i++) {
            assertTrue(repeats.isRepeat(line("event=odd", "")));
        }
        repeats.end(line("event=odd", ""));
        assertEquals(List.of("event=odd 57"), told);
        assertFalse(repeats.isRepeat(line("event=odd", "")));
        repeats.end(line("event=odd", ""));
        assertEquals(List.of("event=odd 57"), told);
    }

    @Test
    void itsTimeEndsByItself() {
        Repeats repeats = within(Duration.ofMillis(1));
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (told.isEmpty()) {
            repeats.isRepeat(line("event=odd", ""));
            assertTrue(System.nanoTime() < deadline, "never told");
            Thread.onSpinWait();
        }
        assertTrue(told.getFirst().startsWith("event=odd "), told.getFirst());
    }

    @Test
    void whatSaysSomethingElseIsNoRepeat() {
        Repeats repeats = within(Duration.ofHours(1));
        assertFalse(repeats.isRepeat(line("event=odd client=1", "")));
        assertFalse(repeats.isRepeat(line("event=odd client=2", "")));
        assertFalse(repeats.isRepeat(line("event=odd client=1", "java.io.IOException")));
        assertFalse(repeats.isRepeat(new Line("dev.postern.Other", Level.WARN, "event=odd client=1", "")));
    }

    @Test
    void aFloodOfDifferentLinesIsNotKept() {
        Repeats repeats = within(Duration.ofHours(1));
        for (int i = 0; i < 10_000; i++) {
            assertFalse(repeats.isRepeat(line("event=odd number=" + i, "")));
        }
        assertFalse(repeats.isRepeat(line("event=odd number=9999", "")));
        assertTrue(repeats.isRepeat(line("event=odd number=1", "")));
    }
}
