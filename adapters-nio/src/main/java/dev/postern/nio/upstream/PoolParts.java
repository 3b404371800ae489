package dev.postern.nio.upstream;

import dev.postern.domain.upstream.EndpointId;
import dev.postern.domain.upstream.Randomness;

/** What a pool is for, and what it shares with others. */
record PoolParts(
        Connector connector,
        Randomness chance,
        EndpointId endpoint,
        EndpointQuota quota,
        LoopLine line,
        LoopNeighbours neighbours) {}
