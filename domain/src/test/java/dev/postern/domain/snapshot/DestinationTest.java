package dev.postern.domain.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.domain.upstream.Randomness;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DestinationTest {
    @Test
    void sendsToEachUpstreamByItsWeightAndNeverToOneWithout() {
        Destination split = Destination.among(List.of("a", "none", "b"), List.of(90, 0, 10));
        Randomness chance = Randomness.seeded(7);
        Map<String, Integer> picks = new HashMap<>();
        for (int i = 0; i < 100_000; i++) {
            picks.merge(split.pick(chance), 1, Integer::sum);
        }
        assertEquals(2, picks.size(), picks.toString());
        assertEquals(90_000, picks.getOrDefault("a", 0), 1_000);
    }

    @Test
    void staysWithinTheEdgesOfChance() {
        Destination split = Destination.among(List.of("first", "a", "b", "last"), List.of(0, 1, 2, 0));
        List<String> picks = new ArrayList<>();
        for (long drawn = 0; drawn < 3; drawn++) {
            picks.add(split.pick(new Fixed(drawn)));
        }
        assertEquals(List.of("a", "b", "b"), picks);
    }

    @Test
    void isTheOnlyUpstreamWhateverChanceSays() {
        assertEquals("users", Destination.to("users").pick(new Fixed(0)));
        assertEquals(List.of("users"), Destination.to("users").upstreams());
    }

    @Test
    void isEqualByUpstreamsAndWeights() {
        assertEquals(Destination.to("a"), Destination.to("a"));
        assertNotEquals(Destination.to("a"), Destination.to("b"));
        assertNotEquals(
                Destination.among(List.of("a", "b"), List.of(1, 2)),
                Destination.among(List.of("a", "b"), List.of(2, 1)));
    }

    @Test
    void refusesWhatCouldPickNothing() {
        assertThrows(IllegalArgumentException.class, () -> Destination.among(List.of("a"), List.of(0)));
        assertThrows(IllegalArgumentException.class, () -> Destination.among(List.of("a", "b"), List.of(1)));
    }

    /** Chance that has been decided. */
    private record Fixed(long drawn) implements Randomness {
        @Override
        public long next() {
            return drawn;
        }

        @Override
        public long below(long bound) {
            return drawn;
        }
    }
}
