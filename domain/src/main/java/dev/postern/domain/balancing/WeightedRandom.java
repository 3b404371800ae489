package dev.postern.domain.balancing;

import dev.postern.domain.upstream.Balancer;
import dev.postern.domain.upstream.Candidates;
import dev.postern.domain.upstream.PickRequest;

/** Anybody, by weight. */
final class WeightedRandom implements Balancer {
    @Override
    public int pick(Candidates candidates, PickRequest request) {
        return candidates.draw(request);
    }
}
