package dev.postern.nio.upstream;

import dev.postern.domain.config.ConnectionsConfig;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What all workers together have open to one endpoint, against what they may have. Touched when a connection opens,
 * closes, or more of them rest than ever before; never for a request. Any thread.
 */
final class EndpointQuota {
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger resting = new AtomicInteger();
    private volatile int mostOpen;
    private volatile int mostResting;

    /** Control thread. */
    void limit(ConnectionsConfig connections) {
        mostOpen = connections.maxPerEndpoint();
        mostResting = connections.maxIdlePerEndpoint();
    }

    boolean isLimited() {
        return mostOpen > 0;
    }

    boolean hasRoom() {
        return mostOpen == 0 || open.get() < mostOpen;
    }

    /** More are open than there may be, since the limit was lowered. */
    boolean isExceeded() {
        return mostOpen > 0 && open.get() > mostOpen;
    }

    boolean isUnused() {
        return open.get() == 0;
    }

    /** Takes a place for a connection; false when all are taken. */
    boolean take() {
        return take(open, mostOpen == 0 ? Integer.MAX_VALUE : mostOpen);
    }

    void giveBack() {
        open.decrementAndGet();
    }

    /** Takes a place for a connection that rests. */
    boolean takeResting() {
        return take(resting, mostResting);
    }

    void giveRestingBack() {
        resting.decrementAndGet();
    }

    /** More may rest than there may, since the limit was lowered. */
    boolean isRestingExceeded() {
        return resting.get() > mostResting;
    }

    private static boolean take(AtomicInteger count, int most) {
        int seen = count.get();
        while (seen < most) {
            int was = count.compareAndExchange(seen, seen + 1);
            if (was == seen) {
                return true;
            }
            seen = was;
        }
        return false;
    }
}
