package dev.postern.domain.balancing;

import static dev.postern.domain.upstream.UpstreamFixture.upstream;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.UpstreamConfig.Balance;
import dev.postern.domain.upstream.Picks;
import dev.postern.domain.upstream.Upstream;
import dev.postern.domain.upstream.UpstreamState;
import dev.postern.domain.upstream.WorkerSeat;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RoundRobinTest {
    @Test
    void givesEverybodyATurn() {
        assertEquals(
                "ABCABCA",
                Picks.of(upstream(Balance.ROUND_ROBIN).endpoints(3).state()).letters(7));
    }

    @Test
    void spreadsTheTurnsOfTheHeavy() {
        assertEquals(
                "AABACAA",
                Picks.of(upstream(Balance.ROUND_ROBIN).weights(5, 1, 1).state()).letters(7));
    }

    @Test
    void aFurtherTryIsNobodysTurn() {
        UpstreamState state = upstream(Balance.ROUND_ROBIN).endpoints(3).state();
        Picks picks = Picks.of(state);
        assertEquals("A", picks.letters(1));
        picks.request().exclude(state.endpoints().get(0));
        assertEquals("BC", sorted(picks.letters(50)));
        picks.request().reset();
        assertEquals("BCA", picks.letters(3));
    }

    private static String sorted(String letters) {
        return letters.chars()
                .sorted()
                .distinct()
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Test
    void workersBeginApart() {
        Upstream equal = upstream(Balance.ROUND_ROBIN).endpoints(4).compile();
        assertEquals("AB", letters(equal, 0, 2));
        assertEquals("CD", letters(equal, 1, 2));
        Upstream weighted = upstream(Balance.ROUND_ROBIN).weights(3, 2, 1).compile();
        assertNotEquals(letters(weighted, 0, 6), letters(weighted, 1, 6));
    }

    private static String letters(Upstream upstream, int worker, int count) {
        UpstreamState state = new UpstreamState(upstream, new WorkerSeat(worker, 2, Optional.empty()), 0);
        return Picks.of(state).letters(count);
    }

    @Property(tries = 200, seed = "1")
    void everyRoundGivesExactlyTheShares(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 20) Integer> weights) {
        int[] shares = weights.stream().mapToInt(Integer::intValue).toArray();
        Picks picks = Picks.of(upstream(Balance.ROUND_ROBIN).weights(shares).state());
        int round = Arrays.stream(shares).sum();
        assertArrayEquals(shares, picks.count(round));
        assertArrayEquals(shares, picks.count(round));
    }

    @Property(tries = 200, seed = "1")
    void staysCloseToTheSharesAtEveryMoment(
            @ForAll @Size(min = 2, max = 8) List<@IntRange(min = 1, max = 20) Integer> weights) {
        int[] shares = weights.stream().mapToInt(Integer::intValue).toArray();
        double round = Arrays.stream(shares).sum();
        Picks picks = Picks.of(upstream(Balance.ROUND_ROBIN).weights(shares).state());
        int[] had = new int[shares.length];
        for (int i = 1; i <= round; i++) {
            had[picks.nextIndex()]++;
            for (int j = 0; j < shares.length; j++) {
                double due = i * shares[j] / round;
                assertTrue(Math.abs(had[j] - due) < shares.length / 2.0 + 1, "endpoint " + j + " after " + i);
            }
        }
    }
}
