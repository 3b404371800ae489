package dev.postern.domain.balancing;

import dev.postern.domain.upstream.Endpoint;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/**
 * A table of fixed size that endpoints fill in turns, each along a walk of its own, so that all get nearly the same
 * number of places (Eisenbud et al., "Maglev", NSDI 2016). More even than a ring, at the price that a few keys move
 * which need not.
 */
final class MaglevTable implements KeyTable {
    /** Primes, so that a walk of any stride visits every place. The smaller is enough for some thousand endpoints. */
    private static final int SMALL = 65_537;

    private static final int LARGE = 655_373;
    private static final int MOST_IN_SMALL = 4096;
    private static final int FREE = -1;

    private final int[] places;

    MaglevTable(List<Endpoint> endpoints, Endpoint.Role role) {
        int[] members = KeyTable.members(endpoints, role);
        places = new int[members.length == 0 ? 0 : members.length <= MOST_IN_SMALL ? SMALL : LARGE];
        Arrays.fill(places, FREE);
        if (members.length > 0) {
            fill(endpoints, members);
        }
    }

    private void fill(List<Endpoint> endpoints, int[] members) {
        PriorityQueue<Walk> turns = new PriorityQueue<>();
        for (int i = 0; i < members.length; i++) {
            turns.add(new Walk(endpoints.get(members[i]), members[i], i));
        }
        for (int taken = 0; taken < places.length; taken++) {
            Walk walk = turns.remove();
            places[walk.nextFree()] = walk.endpoint;
            walk.placesTaken++;
            turns.add(walk);
        }
    }

    /** One endpoint on its way over the table. Whose share is filled least is next. */
    private final class Walk implements Comparable<Walk> {
        private final int endpoint;
        private final int order;
        private final int weight;
        private final int stride;
        private int at;
        private long placesTaken;

        Walk(Endpoint endpoint, int index, int order) {
            long identity = KeyTable.identity(endpoint);
            this.endpoint = index;
            this.order = order;
            weight = endpoint.weight();
            at = (int) Long.remainderUnsigned(KeyHash.again(identity, 1), places.length);
            stride = 1 + (int) Long.remainderUnsigned(KeyHash.again(identity, 2), places.length - 1);
        }

        int nextFree() {
            while (places[at] != FREE) {
                at += stride;
                at -= at >= places.length ? places.length : 0;
            }
            return at;
        }

        @Override
        public int compareTo(Walk other) {
            int byShare = Long.compare((placesTaken + 1) * other.weight, (other.placesTaken + 1) * weight);
            return byShare != 0 ? byShare : Integer.compare(order, other.order);
        }
    }

    @Override
    public int placeOf(long hash) {
        return (int) Math.unsignedMultiplyHigh(hash, places.length);
    }

    @Override
    public int endpointAt(int place) {
        return places[place];
    }

    @Override
    public int places() {
        return places.length;
    }
}
