package dev.postern.ports.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class AnnouncerTest {
    private final List<String> told = new ArrayList<>();
    private final Announcer<String> announcer = new Announcer<>(told::add);

    @Test
    void tellsNothingTwiceInARow() {
        assertTrue(announcer.tell("a"));
        assertFalse(announcer.tell("a"));
        announcer.tell("b");
        announcer.tell("a");
        assertEquals(List.of("a", "b", "a"), told);
    }

    @Test
    void comparesByContentWhereOneIsGiven() {
        announcer.tell("version 1", List.of("x"));
        announcer.tell("version 2", List.of("x"));
        announcer.tell("version 3", List.of("y"));
        assertEquals(List.of("version 1", "version 3"), told);
    }

    @Test
    void tellsTheSameAgainWhenAskedTo() {
        announcer.tell("a");
        announcer.forget();
        announcer.tell("a");
        assertEquals(List.of("a", "a"), told);
    }

    @Test
    void tellsNothingAnyMoreOnceClosed() {
        announcer.close();
        assertFalse(announcer.tell("a"));
        assertEquals(List.of(), told);
    }

    @Test
    void aBackoffDoublesUpToItsMostAndStartsAnewAfterSuccess() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), RandomGenerator.getDefault());
        Duration most = Duration.ofSeconds(1);
        for (long step : new long[] {100, 200, 400, 800, 1000, 1000}) {
            assertWithin(step, backoff.failed(most));
        }
        backoff.succeeded();
        assertWithin(100, backoff.failed(most));
    }

    private static void assertWithin(long stepMillis, Duration pause) {
        assertTrue(pause.toMillis() >= stepMillis / 2 && pause.toMillis() <= stepMillis, pause + " of " + stepMillis);
    }
}
