package dev.postern.nio.upstream;

import dev.postern.domain.upstream.EndpointStats;
import dev.postern.domain.upstream.Randomness;

/** What a pool is for, and what it shares with others. */
record PoolParts(
        Connector connector,
        Randomness chance,
        EndpointStats endpoint,
        EndpointQuota quota,
        LoopLine line,
        LoopNeighbours neighbours) {}
