package dev.postern.domain.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.AdaptiveConfig;
import dev.postern.domain.config.AdaptiveConfig.Mode;
import dev.postern.domain.config.Percent;
import dev.postern.domain.upstream.AdaptiveLimit.State;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AdaptiveLimitTest {
    private static final long MILLI = 1_000_000;
    private static final long WINDOW = 250 * MILLI;

    private static AdaptiveConfig config(Mode mode, int min, int max) {
        return new AdaptiveConfig(mode, new Percent(50), min, max);
    }

    /** A backend that answers in a time until more are under way than it can work on, and in turn from then on. */
    private static final class World {
        final AdaptiveLimit limit;
        final Mode mode;
        long restNanos = 10 * MILLI;
        int capacity;
        int demand;
        int atOnce;
        long now;
        int rests;

        World(Mode mode, int capacity, int demand) {
            this.mode = mode;
            this.capacity = capacity;
            this.demand = demand;
            limit = new AdaptiveLimit(config(mode, 8, 1000), 0);
            atOnce = demand;
        }

        World run(int windows) {
            for (int i = 0; i < windows; i++) {
                now += WINDOW;
                State before = limit.state();
                limit.observe(latency(), atOnce, now);
                rests += limit.state() == State.RESTING && before != State.RESTING ? 1 : 0;
                atOnce = mode == Mode.ENFORCE ? Math.min(demand, limit.allowed()) : demand;
            }
            return this;
        }

        long latency() {
            return restNanos * Math.max(capacity, atOnce) / capacity;
        }
    }

    @Property(tries = 300)
    void neverLeavesItsBounds(
            @ForAll @IntRange(min = 1, max = 50) int min,
            @ForAll @IntRange(min = 1, max = 2000) int max,
            @ForAll Mode mode,
            @ForAll @Size(max = 200) List<@LongRange(min = 1, max = 100_000_000_000L) Long> medians,
            @ForAll @IntRange(max = 5000) int atOnce) {
        AdaptiveLimit limit = new AdaptiveLimit(config(mode, min, max), 0);
        long now = 0;
        for (long median : medians) {
            now += WINDOW * (1 + median % 100);
            limit.observe(median, (int) (median % (atOnce + 1)), now);
            assertTrue(limit.allowed() >= min && limit.allowed() <= Math.max(min, max), limit.allowed() + "");
            assertTrue(limit.restNanos() > 0);
        }
    }

    @Property(tries = 100)
    void settlesALittleAboveWhatTheBackendCanWorkOn(@ForAll @IntRange(min = 20, max = 400) int capacity) {
        World world = new World(Mode.ENFORCE, capacity, 5000).run(400);
        assertTrue(world.rests > 0, "it began under load, and had to see how it is at rest");
        assertEquals(10.0, world.limit.restNanos() / 1e6, 1);
        while (world.limit.state() == State.RESTING) {
            world.run(1);
        }
        double beyond = world.limit.allowed() / (double) capacity;
        assertTrue(beyond > 0.9 && beyond < 2.2, capacity + ": " + world.limit.allowed());
    }

    @Property(tries = 100)
    void doesNotHoldBackWhatTheBackendBears(
            @ForAll @IntRange(min = 20, max = 400) int capacity, @ForAll @IntRange(min = 20, max = 100) int percent) {
        World world = new World(Mode.ENFORCE, capacity, Math.max(1, capacity * percent / 100)).run(400);
        while (world.limit.state() == State.RESTING) {
            world.run(1);
        }
        assertTrue(world.limit.allowed() >= world.demand, world.demand + ": " + world.limit.allowed());
    }

    @Property(tries = 100)
    void followsABackendThatLosesHalfOfItsCapacityAndGetsItBack(@ForAll @IntRange(min = 60, max = 400) int capacity) {
        World world = new World(Mode.ENFORCE, capacity, 5000).run(200);
        world.capacity = capacity / 2;
        world.run(200);
        int less = settled(world);
        world.capacity = capacity;
        world.run(200);
        assertTrue(settled(world) > less, less + " " + world.limit.allowed());
    }

    private static int settled(World world) {
        while (world.limit.state() == State.RESTING) {
            world.run(1);
        }
        return world.limit.allowed();
    }

    @Test
    void aShadowDecidesTheSameWithoutEverResting() {
        World world = new World(Mode.SHADOW, 50, 40).run(4000);
        assertEquals(0, world.rests);
        world.demand = 500;
        world.run(50);
        assertEquals(State.LIMITING, world.limit.state());
        assertTrue(world.limit.allowed() < 100, world.limit.allowed() + "");
    }

    @Test
    void aBackendThatBecameSlowerIsLearntOnceItIsSeenAtRest() {
        World world = new World(Mode.ENFORCE, 50, 500).run(300);
        world.restNanos = 40 * MILLI;
        world.run(300);
        assertEquals(40.0, world.limit.restNanos() / 1e6, 2);
        assertTrue(settled(world) > 40, world.limit.allowed() + "");
    }

    @Test
    void fewRequestsShowHowItIsAtRest() {
        World world = new World(Mode.ENFORCE, 50, 4).run(300);
        assertEquals(0, world.rests, "it is at rest all the time");
        assertEquals(State.OPEN, world.limit.state());
        assertEquals(10 * MILLI, world.limit.restNanos());
    }

    @Test
    void otherBoundsTakeEffectAtOnce() {
        AdaptiveLimit limit = new AdaptiveLimit(config(Mode.ENFORCE, 8, 1000), 0);
        limit.follow(config(Mode.ENFORCE, 4, 20));
        assertEquals(20, limit.allowed());
    }
}
