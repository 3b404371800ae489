package dev.postern.ports.store;

import java.time.Duration;

/** When a store last proved that nothing has changed since. Told by one thread, read by any. */
public final class ProofOfLife {
    private volatile long provedNanos = System.nanoTime();

    /** @param ago how old the state was that proves it */
    public void proved(Duration ago) {
        provedNanos = System.nanoTime() - ago.toNanos();
    }

    /** Since the last proof; since the beginning before the first one. */
    public Duration age() {
        return Duration.ofNanos(Math.max(0, System.nanoTime() - provedNanos));
    }
}
