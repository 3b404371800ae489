package dev.postern.domain.balancing;

import dev.postern.domain.bytes.Slice;
import dev.postern.domain.upstream.Balancer;
import dev.postern.domain.upstream.Candidates;
import dev.postern.domain.upstream.Endpoint;
import dev.postern.domain.upstream.EndpointStats;
import dev.postern.domain.upstream.PickRequest;

/**
 * The same key goes to the same endpoint, until that one has a quarter more than its share of the load: then the key walks
 * on to the next. A request without the key goes by chance.
 */
final class BoundedHash implements Balancer {
    private static final double MOST_OF_SHARE = 1.25;
    /** why: below it nothing is overload, and a browser's parallel requests should stay together. */
    private static final int ALWAYS_TAKEN = 8;
    /** Places to look at for each endpoint: enough to meet every one, with rare exceptions. */
    private static final int WALK = 8;

    private final HashKey key;
    private final KeyTable primaries;
    private final KeyTable backups;

    BoundedHash(HashKey key, KeyTable primaries, KeyTable backups) {
        this.key = key;
        this.primaries = primaries;
        this.backups = backups;
    }

    @Override
    public int pick(Candidates candidates, PickRequest request) {
        Slice value = request.scratch();
        key.read(request.view(), value);
        if (value.isEmpty()) {
            return candidates.draw(request);
        }
        return walk(candidates, request, KeyHash.of(value));
    }

    private int walk(Candidates candidates, PickRequest request, long hash) {
        KeyTable table = candidates.role() == Endpoint.Role.PRIMARY ? primaries : backups;
        int place = table.placeOf(hash);
        long steps = Math.min(table.places(), (long) WALK * candidates.endpoints());
        for (long i = 0; i < steps; i++) {
            int candidate = candidates.ofEndpoint(table.endpointAt(place));
            if (candidate != NONE && takes(candidates, request, candidate)) {
                return candidate;
            }
            place = place + 1 == table.places() ? 0 : place + 1;
        }
        return search(candidates, request, hash);
    }

    // why: a walk that long means that next to nobody takes it; looking at each candidate once is cheaper than the
    // table.
    private static int search(Candidates candidates, PickRequest request, long hash) {
        int open = NONE;
        int at = (int) Math.unsignedMultiplyHigh(hash, candidates.size());
        for (int i = 0; i < candidates.size(); i++) {
            if (request.isOpen(candidates.at(at))) {
                if (takes(candidates, request, at)) {
                    return at;
                }
                open = open == NONE ? at : open;
            }
            at = at + 1 == candidates.size() ? 0 : at + 1;
        }
        return open;
    }

    private static boolean takes(Candidates candidates, PickRequest request, int candidate) {
        EndpointStats endpoint = candidates.at(candidate);
        return endpoint.inFlight() < most(candidates, candidate) && request.isOpen(endpoint);
    }

    /** How many requests a candidate may have when one more comes to the upstream. */
    static int most(Candidates candidates, int candidate) {
        double share = (double) candidates.weight(candidate) / candidates.totalWeight();
        int bound = (int) Math.ceil(MOST_OF_SHARE * (candidates.totalInFlight() + 1) * share);
        return Math.max(ALWAYS_TAKEN, bound);
    }
}
