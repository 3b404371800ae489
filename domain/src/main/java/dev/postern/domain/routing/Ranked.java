package dev.postern.domain.routing;

/**
 * Something that holds routes, or is one. A route's rank is its priority, made finer by the order of writing where that
 * order decides. A search that has found a route leaves out everything whose highest rank is not above it.
 */
interface Ranked {
    /** Below every rank: nothing is held. */
    long NOTHING = Long.MIN_VALUE;

    long maxRank();
}
