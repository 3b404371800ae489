package dev.postern.domain.balancing;

import dev.postern.domain.upstream.Endpoint;
import java.util.Arrays;
import java.util.List;

/**
 * A circle of hashes on which each endpoint has points by its weight; a key belongs to the next point. Where an endpoint
 * leaves, only its own keys move.
 */
final class RingTable implements KeyTable {
    /** Per endpoint of average weight: shares are then within a tenth or so of what the weights say. */
    private static final int POINTS = 160;

    private final long[] points;
    private final int[] endpointOfPoint;

    RingTable(List<Endpoint> endpoints, Endpoint.Role role) {
        int[] members = KeyTable.members(endpoints, role);
        long total =
                Arrays.stream(members).mapToLong(i -> endpoints.get(i).weight()).sum();
        int[] counts = Arrays.stream(members)
                .map(i -> (int) Math.max(
                        1, (long) POINTS * members.length * endpoints.get(i).weight() / total))
                .toArray();
        Point[] sorted = new Point[Arrays.stream(counts).sum()];
        int next = 0;
        for (int i = 0; i < members.length; i++) {
            long identity = KeyTable.identity(endpoints.get(members[i]));
            for (int round = 1; round <= counts[i]; round++) {
                sorted[next++] = new Point(KeyHash.again(identity, round), members[i]);
            }
        }
        Arrays.sort(sorted, (a, b) -> Long.compareUnsigned(a.hash, b.hash));
        points = Arrays.stream(sorted).mapToLong(Point::hash).toArray();
        endpointOfPoint = Arrays.stream(sorted).mapToInt(Point::endpoint).toArray();
    }

    private record Point(long hash, int endpoint) {}

    @Override
    public int placeOf(long hash) {
        int low = 0;
        int high = points.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(points[middle], hash) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == points.length ? 0 : low;
    }

    @Override
    public int endpointAt(int place) {
        return endpointOfPoint[place];
    }

    @Override
    public int places() {
        return points.length;
    }
}
