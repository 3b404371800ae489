package dev.postern.domain.snapshot;

import dev.postern.domain.rewrite.DeadlineHeader;
import java.util.Optional;

/**
 * A route's times, compiled.
 *
 * @param exchangeNanos to the response's head, retries included; 0: no limit
 * @param responseNanos to the response's head, of one try; -1: as the upstream says
 * @param bodyNanos between two parts of the response's body; 0: no limit, -1: as the upstream says
 * @param tunnelNanos without a byte either way
 * @param header tells the endpoint what is left
 */
public record RouteTimes(
        long exchangeNanos, long responseNanos, long bodyNanos, long tunnelNanos, Optional<DeadlineHeader> header) {
    public static final long AS_UPSTREAM = -1;
    public static final long TUNNEL_NANOS = 3_600_000_000_000L;
}
