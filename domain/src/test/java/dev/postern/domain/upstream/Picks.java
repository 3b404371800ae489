package dev.postern.domain.upstream;

import java.util.Arrays;

/** Picks again and again, by a seed. */
public final class Picks {
    private final UpstreamState state;
    private final PickRequest request;
    private long nowNanos;

    public Picks(UpstreamState state, FakeRequest view, long seed) {
        this.state = state;
        request = new PickRequest(view, Randomness.seeded(seed));
    }

    public static Picks of(UpstreamState state) {
        return new Picks(state, new FakeRequest().client(1), 1);
    }

    public Picks at(long now) {
        nowNanos = now;
        return this;
    }

    public PickRequest request() {
        return request;
    }

    public Pick pick() {
        return state.pick(request, nowNanos);
    }

    /** The next endpoint, which there must be. */
    public EndpointStats next() {
        return switch (pick()) {
            case EndpointStats endpoint -> endpoint;
            case NoEndpoint none -> throw new AssertionError(none.reason());
        };
    }

    /** Which endpoint of the upstream is next. */
    public int nextIndex() {
        return state.endpoints().indexOf(next());
    }

    /** The next endpoints as letters, A being the first of the upstream. */
    public String letters(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append((char) ('A' + nextIndex()));
        }
        return text.toString();
    }

    /** How often each endpoint comes, none having anything in flight. */
    public int[] count(int picks) {
        int[] counts = new int[state.endpoints().size()];
        for (int i = 0; i < picks; i++) {
            counts[nextIndex()]++;
        }
        return counts;
    }

    /** As {@link #count}, each staying in flight. */
    public int[] load(int picks) {
        for (int i = 0; i < picks; i++) {
            next().begin();
        }
        return state.endpoints().stream().mapToInt(EndpointStats::inFlight).toArray();
    }

    public static int most(int[] counts) {
        return Arrays.stream(counts).max().orElseThrow();
    }
}
