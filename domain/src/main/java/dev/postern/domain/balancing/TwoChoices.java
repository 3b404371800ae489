package dev.postern.domain.balancing;

import dev.postern.domain.upstream.Balancer;
import dev.postern.domain.upstream.Candidates;
import dev.postern.domain.upstream.EndpointStats;
import dev.postern.domain.upstream.PickRequest;

/**
 * The better of two drawn by chance and weight. Costs the same for three endpoints and for a thousand, and workers that
 * know nothing of each other don't all run to the same one.
 */
final class TwoChoices implements Balancer {
    private static final int DRAWS = 4;

    private final Measure measure;

    TwoChoices(Measure measure) {
        this.measure = measure;
    }

    @Override
    public int pick(Candidates candidates, PickRequest request) {
        int first = candidates.draw(request);
        if (first == NONE) {
            return NONE;
        }
        int second = other(candidates, request, first);
        return second == NONE || measure.isBetterOrEqual(candidates, request, first, second) ? first : second;
    }

    private static int other(Candidates candidates, PickRequest request, int first) {
        for (int i = 0; i < DRAWS; i++) {
            int drawn = candidates.drawAny(request.chance());
            if (drawn != first && request.isOpen(candidates.at(drawn))) {
                return drawn;
            }
        }
        // why: of two endpoints the other one must not be missed by bad luck.
        int neighbour = first + 1 == candidates.size() ? 0 : first + 1;
        return neighbour != first && request.isOpen(candidates.at(neighbour)) ? neighbour : NONE;
    }

    /** Which of two candidates is better off. */
    enum Measure {
        /** Requests per weight. */
        REQUESTS {
            @Override
            boolean isBetterOrEqual(Candidates candidates, PickRequest request, int a, int b) {
                return LeastRequests.compare(candidates, a, b) <= 0;
            }
        },
        /** The time that one request more would take: the latency average, times the requests before it by weight. */
        LATENCY {
            @Override
            boolean isBetterOrEqual(Candidates candidates, PickRequest request, int a, int b) {
                return cost(candidates, request, a) <= cost(candidates, request, b);
            }

            private double cost(Candidates candidates, PickRequest request, int index) {
                EndpointStats endpoint = candidates.at(index);
                double usualWeight = (double) candidates.totalWeight() / candidates.size();
                double before = endpoint.inFlight() * usualWeight / candidates.weight(index);
                return endpoint.latencyNanos(request.nowNanos()) * (1 + before);
            }
        };

        abstract boolean isBetterOrEqual(Candidates candidates, PickRequest request, int a, int b);
    }
}
