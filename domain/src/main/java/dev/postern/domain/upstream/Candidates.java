package dev.postern.domain.upstream;

import java.util.Arrays;
import java.util.List;

/**
 * Endpoints of one tier that may serve now, with their weights of this moment: at least one. Made anew when something
 * changes, never while picking. The worker that owns the {@link UpstreamState} owns it.
 */
public final class Candidates {
    private static final int DRAWS = 8;

    private final UpstreamState owner;
    private final EndpointStats[] members;
    private final int[] weights;
    private final long[] weightUpTo;
    private final int[] memberOfEndpoint;
    private final boolean alike;

    /** @param indexes of endpoints in their upstream, in that order */
    Candidates(UpstreamState owner, List<Integer> indexes, int[] weightOfEndpoint) {
        this.owner = owner;
        int size = indexes.size();
        members = new EndpointStats[size];
        weights = new int[size];
        weightUpTo = new long[size];
        memberOfEndpoint = new int[weightOfEndpoint.length];
        Arrays.fill(memberOfEndpoint, Balancer.NONE);
        long sum = 0;
        boolean same = true;
        for (int i = 0; i < size; i++) {
            int index = indexes.get(i);
            members[i] = owner.endpoints().get(index);
            weights[i] = weightOfEndpoint[index];
            sum += weights[i];
            weightUpTo[i] = sum;
            memberOfEndpoint[index] = i;
            same &= weights[i] == weights[0];
        }
        alike = same;
    }

    public int size() {
        return members.length;
    }

    public EndpointStats at(int index) {
        return members[index];
    }

    /** In hundredths of what is configured, so that a slow start can be told. Above 0. */
    public int weight(int index) {
        return weights[index];
    }

    public long totalWeight() {
        return weightUpTo[weightUpTo.length - 1];
    }

    /** All weights are the same. */
    public boolean areAlike() {
        return alike;
    }

    public Endpoint.Role role() {
        return members[0].endpoint().role();
    }

    /** How many endpoints the upstream has, candidates or not. */
    public int endpoints() {
        return memberOfEndpoint.length;
    }

    /** The candidate that is a given endpoint of the upstream, or {@link Balancer#NONE}. */
    public int ofEndpoint(int endpointIndex) {
        return memberOfEndpoint[endpointIndex];
    }

    /** Requests of this worker at all endpoints of the upstream. */
    public int totalInFlight() {
        return owner.inFlight();
    }

    public Rotation rotation() {
        return owner.rotation();
    }

    /** An open candidate by chance and weight, or {@link Balancer#NONE}. */
    public int draw(PickRequest request) {
        for (int i = 0; i < DRAWS; i++) {
            int drawn = drawAny(request.chance());
            if (request.isOpen(members[drawn])) {
                return drawn;
            }
        }
        return drawAmongOpen(request);
    }

    /** A candidate by chance and weight, open or not. */
    public int drawAny(Randomness chance) {
        if (alike) {
            return (int) chance.below(members.length);
        }
        int found = Arrays.binarySearch(weightUpTo, chance.below(totalWeight()));
        // why: a hit on a boundary is already the next one's share.
        return found < 0 ? -found - 1 : found + 1;
    }

    // why: most are closed where chance has missed so often; one exact look costs less than more misses.
    private int drawAmongOpen(PickRequest request) {
        long open = 0;
        for (int i = 0; i < members.length; i++) {
            open += request.isOpen(members[i]) ? weights[i] : 0;
        }
        long rest = request.chance().below(open);
        for (int i = 0; i < members.length; i++) {
            if (request.isOpen(members[i])) {
                rest -= weights[i];
                if (rest < 0) {
                    return i;
                }
            }
        }
        return Balancer.NONE;
    }
}
