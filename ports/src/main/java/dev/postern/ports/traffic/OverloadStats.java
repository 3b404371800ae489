package dev.postern.ports.traffic;

import dev.postern.domain.overload.Overload.Cause;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a transport keeps up with what comes.
 *
 * @param permille how many of a thousand requests are refused now
 * @param causes why; empty where none is refused
 * @param since when requests are refused
 * @param refused requests so far
 * @param longestTurnNanos how long a worker was at work at a stretch lately
 */
public record OverloadStats(
        int permille, Set<Cause> causes, Optional<Instant> since, long refused, long longestTurnNanos) {
    public static final OverloadStats NONE = new OverloadStats(0, Set.of(), Optional.empty(), 0, 0);
}
