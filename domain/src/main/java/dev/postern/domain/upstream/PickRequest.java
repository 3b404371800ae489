package dev.postern.domain.upstream;

import dev.postern.domain.bytes.Slice;
import dev.postern.domain.routing.RequestView;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a pick may look at: the request, and the endpoints that its exchange has tried already. Recycled with its
 * exchange, whose worker owns it; {@link #reset()} makes it ready for the next.
 */
public final class PickRequest {
    private final RequestView view;
    private final Randomness chance;
    private final Slice scratch = new Slice();
    private @Nullable EndpointStats[] tried = new @Nullable EndpointStats[4];
    private int triedCount;
    private long nowNanos;

    public PickRequest(RequestView view, Randomness chance) {
        this.view = view;
        this.chance = chance;
    }

    /** Leaves an endpoint out of further picks. */
    public void exclude(EndpointStats endpoint) {
        if (triedCount == tried.length) {
            tried = Arrays.copyOf(tried, triedCount * 2);
        }
        tried[triedCount++] = endpoint;
    }

    public void reset() {
        Arrays.fill(tried, 0, triedCount, null);
        triedCount = 0;
    }

    public RequestView view() {
        return view;
    }

    public Randomness chance() {
        return chance;
    }

    public long nowNanos() {
        return nowNanos;
    }

    /** For whoever is picking now; its content is nobody's afterwards. */
    public Slice scratch() {
        return scratch;
    }

    /** Whether an endpoint may be picked: not tried yet, and not full. */
    public boolean isOpen(EndpointStats endpoint) {
        return endpoint.hasRoom() && !wasTried(endpoint);
    }

    /** Whether this is a further pick for the same request. */
    public boolean hasTried() {
        return triedCount > 0;
    }

    boolean wasTried(EndpointStats endpoint) {
        for (int i = 0; i < triedCount; i++) {
            if (tried[i] == endpoint) {
                return true;
            }
        }
        return false;
    }

    void begin(long now) {
        nowNanos = now;
    }
}
