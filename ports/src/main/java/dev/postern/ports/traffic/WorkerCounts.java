package dev.postern.ports.traffic;

import java.time.Duration;
import java.util.List;

/**
 * How one worker fares.
 *
 * @param connections clients that are connected
 * @param bufferedBytes that these hold in buffers
 * @param turns how many turns took no longer than the bound of the same place, and longer than the one before; the last
 *     longer than all bounds
 * @param workedNanos all turns together
 */
public record WorkerCounts(int index, int connections, long bufferedBytes, List<Long> turns, long workedNanos) {
    public static final List<Duration> BOUNDS = List.of(
            Duration.ofNanos(100_000),
            Duration.ofMillis(1),
            Duration.ofMillis(5),
            Duration.ofMillis(10),
            Duration.ofMillis(25),
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(250),
            Duration.ofSeconds(1));
}
