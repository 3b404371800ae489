package dev.postern.domain.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.LimitsConfig;
import dev.postern.domain.config.Percent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
    private static final long SECOND = 1_000_000_000L;

    private static RetryBudget budget(int percent, int minimum) {
        return new RetryBudget(new LimitsConfig(0, new Percent(percent), minimum), WorkerSeat.only(), 0);
    }

    @Test
    void theMinimumIsAlwaysAllowedAndNoMoreHoweverQuicklyTheyEnd() {
        RetryBudget budget = budget(20, 2);
        assertTrue(budget.tryRetry(0));
        assertTrue(budget.tryRetry(0));
        assertFalse(budget.tryRetry(9 * SECOND));
        assertTrue(budget.tryRetry(10 * SECOND));
        assertEquals(1, budget.recentRetries(10 * SECOND));
        assertEquals(1, budget.refused());
    }

    @Test
    void moreMayRunWhileTheyAreASmallShare() {
        RetryBudget budget = budget(20, 0);
        for (int i = 0; i < 100; i++) {
            budget.requestBegan(0);
        }
        for (int i = 0; i < 20; i++) {
            assertTrue(budget.tryRetry(SECOND));
        }
        assertFalse(budget.tryRetry(SECOND));
    }

    @Test
    void forgetsWhatIsLongAgo() {
        RetryBudget budget = budget(50, 0);
        budget.requestBegan(0);
        budget.requestBegan(0);
        assertTrue(budget.tryRetry(9 * SECOND));
        assertFalse(budget.tryRetry(11 * SECOND));
        budget.requestBegan(15 * SECOND);
        budget.requestBegan(15 * SECOND);
        assertFalse(budget.tryRetry(15 * SECOND), "the retry of second 9 still counts");
        assertTrue(budget.tryRetry(20 * SECOND));
        budget.requestBegan(1_000_000 * SECOND);
        assertFalse(budget.tryRetry(1_000_000 * SECOND));
    }

    @Test
    void workersShareTheMinimum() {
        LimitsConfig limits = new LimitsConfig(0, new Percent(0), 3);
        int allowed = 0;
        for (int worker = 0; worker < 2; worker++) {
            RetryBudget budget = new RetryBudget(limits, new WorkerSeat(worker, 2, Optional.empty()), 0);
            while (budget.tryRetry(0)) {
                allowed++;
            }
        }
        assertEquals(3, allowed);
    }

    /** A retry beyond the minimum never makes them more than their share of the window, whatever happened before. */
    @Property(tries = 200, seed = "8")
    void theBudgetIsNeverExceeded(
            @ForAll long seed,
            @ForAll @IntRange(max = 100) int percent,
            @ForAll @IntRange(max = 4) int minimum,
            @ForAll @IntRange(min = 1, max = 100) int retryPercent) {
        RetryBudget budget = budget(percent, minimum);
        Randomness chance = Randomness.seeded(seed);
        List<Long> requests = new ArrayList<>();
        List<Long> retries = new ArrayList<>();
        long now = 0;
        for (int i = 0; i < 2000; i++) {
            now += chance.below(SECOND / 10);
            if (chance.below(100) >= retryPercent) {
                budget.requestBegan(now);
                requests.add(now);
                continue;
            }
            if (budget.tryRetry(now)) {
                retries.add(now);
                // why: slots are a second long, so that what is counted reaches back 9 to 10 seconds.
                double share = since(now - 10 * SECOND, requests) * percent / 100.0;
                assertTrue(since(now - 9 * SECOND, retries) <= Math.max(minimum, share));
            } else {
                assertTrue(since(now - 10 * SECOND, retries) >= minimum);
            }
        }
    }

    private static long since(long nanos, List<Long> times) {
        return times.stream().filter(time -> time >= nanos).count();
    }

    @Property(tries = 200, seed = "9")
    void theSharesOfAllWorkersMakeTheLimit(
            @ForAll @IntRange(max = 1000) int limit, @ForAll @IntRange(min = 1, max = 64) int workers) {
        int sum = 0;
        for (int worker = 0; worker < workers; worker++) {
            sum += new WorkerSeat(worker, workers, Optional.empty()).share(limit);
        }
        assertEquals(limit == 0 ? 0 : Math.max(limit, workers), sum);
    }
}
