package dev.postern.domain.balancing;

import dev.postern.domain.upstream.Balancer;
import dev.postern.domain.upstream.Candidates;
import dev.postern.domain.upstream.EndpointStats;
import dev.postern.domain.upstream.PickRequest;

/** Who has the fewest requests for its weight; among equals chance decides, by weight. Looks at every candidate. */
final class LeastRequests implements Balancer {
    @Override
    public int pick(Candidates candidates, PickRequest request) {
        int least = NONE;
        long weightOfEquals = 0;
        for (int i = 0; i < candidates.size(); i++) {
            if (request.isOpen(candidates.at(i))) {
                int order = least == NONE ? -1 : compare(candidates, i, least);
                if (order < 0) {
                    least = i;
                    weightOfEquals = 0;
                }
                weightOfEquals += order <= 0 ? candidates.weight(i) : 0;
            }
        }
        return least == NONE ? NONE : drawAmongEquals(candidates, request, least, weightOfEquals);
    }

    private static int drawAmongEquals(Candidates candidates, PickRequest request, int least, long weightOfEquals) {
        long rest = request.chance().below(weightOfEquals);
        for (int i = least; i < candidates.size(); i++) {
            if (compare(candidates, i, least) == 0 && request.isOpen(candidates.at(i))) {
                rest -= candidates.weight(i);
                if (rest < 0) {
                    return i;
                }
            }
        }
        return least;
    }

    /** Compares requests per weight, without dividing. */
    static int compare(Candidates candidates, int a, int b) {
        EndpointStats first = candidates.at(a);
        EndpointStats second = candidates.at(b);
        return Long.compare(
                (long) first.inFlight() * candidates.weight(b), (long) second.inFlight() * candidates.weight(a));
    }
}
