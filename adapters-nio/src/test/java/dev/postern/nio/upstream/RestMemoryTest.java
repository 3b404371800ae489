package dev.postern.nio.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RestMemoryTest {
    private static final long SECOND = 1_000_000_000;

    private final RestMemory memory = new RestMemory();

    private void learnFiveSeconds() {
        memory.closedAfter(5 * SECOND, 100 * SECOND);
        memory.closedAfter(5 * SECOND + SECOND / 100, 101 * SECOND);
    }

    @Test
    void learnsFromTwoThatRestedAlikeAndEndedApart() {
        memory.closedAfter(5 * SECOND, 100 * SECOND);
        assertEquals(RestMemory.UNKNOWN, memory.limitNanos(100 * SECOND));
        memory.closedAfter(5 * SECOND + SECOND / 100, 101 * SECOND);
        assertEquals(4 * SECOND, memory.limitNanos(101 * SECOND));
    }

    @Test
    void learnsNothingFromARestart() {
        for (int i = 0; i < 10; i++) {
            memory.closedAfter(20 * SECOND, 100 * SECOND + i);
        }
        assertEquals(RestMemory.UNKNOWN, memory.limitNanos(101 * SECOND));
    }

    @Test
    void learnsNothingFromRestsThatDiffer() {
        memory.closedAfter(5 * SECOND, 100 * SECOND);
        memory.closedAfter(9 * SECOND, 101 * SECOND);
        assertEquals(RestMemory.UNKNOWN, memory.limitNanos(101 * SECOND));
    }

    @Test
    void learnsNothingFromConnectionsThatEndAtOnce() {
        memory.closedAfter(1000, 100 * SECOND);
        memory.closedAfter(1000, 101 * SECOND);
        assertEquals(RestMemory.UNKNOWN, memory.limitNanos(101 * SECOND));
    }

    @Test
    void forgetsWhenAConnectionWasOpenForLonger() {
        learnFiveSeconds();
        memory.openAfter(5 * SECOND);
        assertEquals(4 * SECOND, memory.limitNanos(101 * SECOND));
        memory.openAfter(8 * SECOND);
        assertEquals(RestMemory.UNKNOWN, memory.limitNanos(101 * SECOND));
    }

    @Test
    void forgetsWhenAConnectionWasClosedMuchLater() {
        learnFiveSeconds();
        memory.closedAfter(30 * SECOND, 110 * SECOND);
        assertEquals(RestMemory.UNKNOWN, memory.limitNanos(110 * SECOND));
    }

    @Test
    void lapsesWhenNothingConfirmsIt() {
        learnFiveSeconds();
        assertEquals(4 * SECOND, memory.limitNanos(400 * SECOND));
        assertEquals(RestMemory.UNKNOWN, memory.limitNanos(402 * SECOND));
    }

    @Test
    void leavesAtLeastHalfOfAShortTime() {
        assertEquals(SECOND / 2, RestMemory.earlier(SECOND));
        assertEquals(54 * SECOND, RestMemory.earlier(60 * SECOND));
        assertEquals(0, RestMemory.earlier(0));
    }
}
