package dev.postern.nio.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimerWheelTest {
    private static final long MILLI = 1_000_000;

    private final TimerWheel wheel = new TimerWheel(0);
    private final List<String> expired = new ArrayList<>();

    private Timeout timeout(String name) {
        return new Timeout(() -> expired.add(name));
    }

    @Test
    void expiresAtItsDeadlineAndNotBefore() {
        wheel.arm(timeout("a"), 50 * MILLI);
        wheel.advance(49 * MILLI);
        assertEquals(List.of(), expired);
        wheel.advance(60 * MILLI);
        assertEquals(List.of("a"), expired);
        wheel.advance(20_000 * MILLI);
        assertEquals(List.of("a"), expired);
    }

    @Test
    void aLaterDeadlineTakesThePlaceOfAnEarlierOne() {
        Timeout timeout = timeout("a");
        wheel.arm(timeout, 50 * MILLI);
        wheel.arm(timeout, 500 * MILLI);
        wheel.advance(400 * MILLI);
        assertEquals(List.of(), expired);
        wheel.advance(510 * MILLI);
        assertEquals(List.of("a"), expired);
    }

    @Test
    void anEarlierDeadlineTakesThePlaceOfALaterOne() {
        Timeout timeout = timeout("a");
        wheel.arm(timeout, 60_000 * MILLI);
        wheel.arm(timeout, 30 * MILLI);
        wheel.advance(40 * MILLI);
        assertEquals(List.of("a"), expired);
    }

    @Test
    void aDeadlineBeyondATurnOfTheWheelIsKept() {
        wheel.arm(timeout("minute"), 60_000 * MILLI);
        for (long now = 0; now < 60_000; now += 500) {
            wheel.advance(now * MILLI);
        }
        assertEquals(List.of(), expired);
        wheel.advance(60_010 * MILLI);
        assertEquals(List.of("minute"), expired);
    }

    @Test
    void aCancelledOneNeverExpires() {
        Timeout timeout = timeout("a");
        wheel.arm(timeout, 50 * MILLI);
        wheel.cancel(timeout);
        wheel.advance(1000 * MILLI);
        assertEquals(List.of(), expired);
        assertEquals(-1, wheel.millisUntilNext(1000 * MILLI));
    }

    @Test
    void anActionMayCancelItsNeighboursAndArmItself() {
        Timeout[] all = new Timeout[3];
        for (int i = 0; i < 3; i++) {
            int self = i;
            all[i] = new Timeout(() -> {
                expired.add("t" + self);
                wheel.cancel(all[(self + 1) % 3]);
                wheel.cancel(all[(self + 2) % 3]);
                if (expired.size() == 1) {
                    wheel.arm(all[self], 100 * MILLI);
                }
            });
            wheel.arm(all[i], 20 * MILLI);
        }
        wheel.advance(30 * MILLI);
        assertEquals(1, expired.size());
        wheel.advance(200 * MILLI);
        assertEquals(2, expired.size());
    }

    @Test
    void tellsHowLongThereIsToWait() {
        assertEquals(-1, wheel.millisUntilNext(0));
        wheel.arm(timeout("a"), 75 * MILLI);
        assertEquals(80, wheel.millisUntilNext(0));
        assertEquals(30, wheel.millisUntilNext(50 * MILLI));
        assertEquals(0, wheel.millisUntilNext(90 * MILLI));
    }

    @Test
    void agreesWithASortedListWhateverIsDone() {
        Random random = new Random(7);
        int count = 200;
        long[] deadlines = new long[count];
        boolean[] done = new boolean[count];
        long[] now = {0};
        Timeout[] timeouts = new Timeout[count];
        for (int i = 0; i < count; i++) {
            int self = i;
            timeouts[i] = new Timeout(() -> {
                assertTrue(deadlines[self] <= now[0], "too early");
                assertTrue(!done[self], "twice");
                done[self] = true;
            });
            deadlines[i] = -1;
            done[i] = true;
        }
        for (int step = 0; step < 20_000; step++) {
            int i = random.nextInt(count);
            if (random.nextInt(4) == 0) {
                wheel.cancel(timeouts[i]);
                done[i] = true;
            } else {
                deadlines[i] = now[0] + random.nextLong(15_000) * MILLI;
                done[i] = false;
                wheel.arm(timeouts[i], deadlines[i]);
            }
            now[0] += random.nextLong(40) * MILLI;
            wheel.advance(now[0]);
            for (int each = 0; each < count; each++) {
                assertTrue(done[each] || deadlines[each] > now[0] - 20 * MILLI, "too late");
            }
        }
    }
}
