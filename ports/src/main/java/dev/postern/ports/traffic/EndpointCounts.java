package dev.postern.ports.traffic;

import dev.postern.domain.upstream.Availability;
import dev.postern.domain.upstream.EndpointId;
import dev.postern.domain.upstream.Latencies;

/**
 * What one endpoint has been doing, at one worker or at all.
 *
 * @param inFlight requests, or connections of a TCP listener, that it has now
 * @param requests attempts that were ever given to it
 * @param latencies of its answers in the last one to two minutes
 * @param connects HTTP connections that were begun
 * @param reuses requests that found one which rested
 * @param open connections to it, those that rest included
 */
public record EndpointCounts(
        EndpointId id,
        Availability.State state,
        long inFlight,
        long requests,
        long failures,
        long connects,
        long reuses,
        long open,
        long idle,
        Latencies latencies) {

    /** One that has done nothing. */
    public static EndpointCounts none(EndpointId id) {
        return new EndpointCounts(id, Availability.State.SERVING, 0, 0, 0, 0, 0, 0, 0, Latencies.NONE);
    }

    /** With another worker's. */
    public EndpointCounts plus(EndpointCounts other) {
        return new EndpointCounts(
                id,
                state,
                inFlight + other.inFlight,
                requests + other.requests,
                failures + other.failures,
                connects + other.connects,
                reuses + other.reuses,
                open + other.open,
                idle + other.idle,
                latencies.plus(other.latencies));
    }
}
