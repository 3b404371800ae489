package dev.postern.domain.snapshot;

import dev.postern.domain.upstream.Randomness;
import java.util.Arrays;
import java.util.List;

/** Where traffic goes: one upstream, or several by weight. By name, so that a changed upstream changes no route. */
public final class Destination {
    private final List<String> upstreams;
    /** The sums of the weights up to each upstream. */
    private final long[] sums;

    private Destination(List<String> upstreams, long[] sums) {
        this.upstreams = List.copyOf(upstreams);
        this.sums = sums;
    }

    public static Destination to(String upstream) {
        return new Destination(List.of(upstream), new long[] {1});
    }

    /**
     * @param weights one for each upstream, not negative, and not all 0
     */
    public static Destination among(List<String> upstreams, List<Integer> weights) {
        long[] sums = new long[weights.size()];
        long sum = 0;
        for (int i = 0; i < sums.length; i++) {
            sum += weights.get(i);
            sums[i] = sum;
        }
        if (sum == 0 || sums.length != upstreams.size()) {
            throw new IllegalArgumentException(upstreams + " by " + weights);
        }
        return new Destination(upstreams, sums);
    }

    public List<String> upstreams() {
        return upstreams;
    }

    public String pick(Randomness chance) {
        if (sums.length == 1) {
            return upstreams.getFirst();
        }
        long at = chance.below(sums[sums.length - 1]);
        int index = 0;
        while (sums[index] <= at) {
            index++;
        }
        return upstreams.get(index);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Destination destination
                && upstreams.equals(destination.upstreams)
                && Arrays.equals(sums, destination.sums);
    }

    @Override
    public int hashCode() {
        return 31 * upstreams.hashCode() + Arrays.hashCode(sums);
    }

    @Override
    public String toString() {
        return upstreams.size() == 1 ? upstreams.getFirst() : upstreams + " by " + Arrays.toString(sums);
    }
}
