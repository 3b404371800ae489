package dev.postern.ports.traffic;

import dev.postern.domain.upstream.Availability;
import dev.postern.domain.upstream.EndpointId;

/**
 * What one endpoint has been doing, at one worker or at all.
 *
 * @param inFlight requests, or connections of a TCP listener, that it has now
 * @param requests attempts that were ever given to it
 * @param open connections to it, those that rest included
 */
public record EndpointCounts(
        EndpointId id, Availability.State state, long inFlight, long requests, long failures, long open, long idle) {

    /** With another worker's. */
    public EndpointCounts plus(EndpointCounts other) {
        return new EndpointCounts(
                id,
                state,
                inFlight + other.inFlight,
                requests + other.requests,
                failures + other.failures,
                open + other.open,
                idle + other.idle);
    }
}
