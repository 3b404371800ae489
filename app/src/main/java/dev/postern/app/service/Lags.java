package dev.postern.app.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How long changes took from being seen to being in force, counted by bounds.
 *
 * @param counts how many took no longer than the bound of the same place, and longer than the one before; the last took
 *     longer than all bounds
 */
public record Lags(List<Long> counts, Duration sum) {
    public static final List<Duration> BOUNDS = List.of(
            Duration.ofMillis(2),
            Duration.ofMillis(5),
            Duration.ofMillis(10),
            Duration.ofMillis(25),
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(250),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofMillis(2_500),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30));

    public static final Lags NONE = new Lags(Collections.nCopies(BOUNDS.size() + 1, 0L), Duration.ZERO);

    Lags with(Duration lag) {
        int place = 0;
        while (place < BOUNDS.size() && lag.compareTo(BOUNDS.get(place)) > 0) {
            place++;
        }
        List<Long> more = new ArrayList<>(counts);
        more.set(place, more.get(place) + 1);
        return new Lags(List.copyOf(more), sum.plus(lag));
    }
}
