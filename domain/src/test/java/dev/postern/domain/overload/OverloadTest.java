package dev.postern.domain.overload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.OverloadConfig;
import dev.postern.domain.config.OverloadConfig.Policy;
import dev.postern.domain.config.Percent;
import dev.postern.domain.overload.Overload.Cause;
import dev.postern.domain.upstream.Randomness;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class OverloadTest {
    private static final long MILLI = 1_000_000;

    private final Overload overload = new Overload(0);
    private long now;
    private int changes;
    private boolean isShortOfBuffers;
    private boolean isShortOfHeap;

    OverloadTest() {
        follow(Policy.SHED);
    }

    private void follow(Policy policy) {
        overload.follow(new OverloadConfig(policy, Duration.ofMillis(100), new Percent(90), Duration.ofSeconds(1)));
    }

    private void turn(long millis) {
        now += millis * MILLI;
        if (overload.turned(millis * MILLI, now) && overload.judge(isShortOfBuffers, isShortOfHeap, now)) {
            changes++;
        }
    }

    private void turns(int count, long millis) {
        for (int i = 0; i < count; i++) {
            turn(millis);
        }
    }

    @Test
    void turnsThatTakeTooLongMakeItShedMoreAndMore() {
        turns(10, 50);
        assertFalse(overload.isShedding());
        turns(5, 120);
        assertEquals(200, overload.share());
        assertEquals(Set.of(Cause.LAG), overload.causes());
        assertEquals(120 * MILLI, overload.longestTurnNanos());
        turns(50, 120);
        assertEquals(950, overload.share());
        assertEquals(1, changes);
    }

    @Test
    void turnsLongerThanAPeriodCountAsWell() {
        turns(2, 2000);
        assertTrue(overload.isShedding());
    }

    @Test
    void recoversStepByStepAndIsDone() {
        turns(50, 120);
        turns(500, 1);
        assertEquals(850, overload.share());
        turns(4600, 1);
        assertFalse(overload.isShedding());
        assertEquals(2, changes);
    }

    @Test
    void anIdleTimeCountsAsWell() {
        turns(50, 120);
        now += 60_000 * MILLI;
        turn(1);
        assertFalse(overload.isShedding());
    }

    @Test
    void aSingleLongTurnIsNoOverload() {
        for (int i = 0; i < 20; i++) {
            turn(900);
            turns(200, 5);
        }
        assertEquals(0, changes);
    }

    @Test
    void rareLongTurnsAreNone() {
        for (int i = 0; i < 20; i++) {
            turn(110);
            turns(10, 30);
        }
        assertEquals(0, changes);
    }

    @Test
    void aLackOfMemoryIsACauseOfItsOwn() {
        isShortOfBuffers = true;
        turns(600, 1);
        assertEquals(Set.of(Cause.BUFFERS), overload.causes());
        isShortOfHeap = true;
        turns(600, 1);
        assertEquals(Set.of(Cause.BUFFERS, Cause.HEAP), overload.causes());
        isShortOfBuffers = false;
        isShortOfHeap = false;
        turns(3000, 1);
        assertFalse(overload.isShedding());
    }

    @Test
    void nothingIsShedWhereThatIsNotWanted() {
        turns(50, 120);
        follow(Policy.IGNORE);
        assertFalse(overload.isShedding());
        turns(50, 120);
        assertFalse(overload.isShedding());
    }

    @Test
    void refusesItsShare() {
        Randomness chance = Randomness.seeded(1);
        assertFalse(overload.refuses(chance));
        turns(5, 120);
        int refused = 0;
        for (int i = 0; i < 10_000; i++) {
            refused += overload.refuses(chance) ? 1 : 0;
        }
        assertEquals(2000, refused, 200);
    }

    @Property(tries = 200)
    void whateverHappensItRecovers(@ForAll @Size(max = 100) List<@IntRange(min = 0, max = 5000) Integer> millis) {
        millis.forEach(each -> turn(each));
        assertTrue(overload.share() >= 0 && overload.share() <= 950);
        turns(6000, 1);
        assertFalse(overload.isShedding());
    }
}
