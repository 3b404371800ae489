package dev.postern.ports.traffic;

import dev.postern.domain.config.AdaptiveConfig;
import dev.postern.domain.upstream.AdaptiveLimit;
import java.util.Optional;

/**
 * What one upstream has been doing, at one worker or at all.
 *
 * @param inFlight requests, or connections of a TCP listener, that it has now
 * @param attempts that were ever given to its endpoints, those that have left included
 * @param failures of the attempts
 * @param waiting requests that wait for a place or a connection
 * @param limit of requests at once that is in force; 0 is none
 * @param homePermille how many of a thousand requests begin in the proxy's own zone, where zones matter
 * @param retries what the budget of retries is used for
 * @param waits that are over
 * @param ejections of endpoints that failed too often
 */
public record UpstreamCounts(
        String name,
        long inFlight,
        long attempts,
        long failures,
        long waiting,
        int limit,
        Optional<Adaptive> adaptive,
        int homePermille,
        Retries retries,
        Waits waits,
        long ejections) {
    /**
     * A limit that adapts.
     *
     * @param allowed requests at once; 0 while nothing is known
     * @param restNanos how long answers take while few are under way, in the middle; 0 while nothing is known
     */
    public record Adaptive(AdaptiveConfig.Mode mode, AdaptiveLimit.State state, int allowed, long restNanos) {}

    /**
     * @param recent retries of the last ten seconds
     * @param requests of the last ten seconds
     * @param refused how often the budget was used up when a retry was wanted
     */
    public record Retries(long recent, long requests, long refused) {
        Retries plus(Retries other) {
            return new Retries(recent + other.recent, requests + other.requests, refused + other.refused);
        }
    }

    /**
     * @param count of requests that waited for a place or a connection, however it ended
     * @param nanos all together
     */
    public record Waits(long count, long nanos) {
        Waits plus(Waits other) {
            return new Waits(count + other.count, nanos + other.nanos);
        }
    }

    public UpstreamCounts ejected(long times) {
        return new UpstreamCounts(
                name,
                inFlight,
                attempts,
                failures,
                waiting,
                limit,
                adaptive,
                homePermille,
                retries,
                waits,
                ejections + times);
    }

    /** With another worker's; what holds for all workers together is the same in both. */
    public UpstreamCounts plus(UpstreamCounts other) {
        return new UpstreamCounts(
                name,
                inFlight + other.inFlight,
                attempts + other.attempts,
                failures + other.failures,
                waiting,
                limit,
                adaptive,
                homePermille,
                retries.plus(other.retries),
                waits.plus(other.waits),
                ejections + other.ejections);
    }
}
