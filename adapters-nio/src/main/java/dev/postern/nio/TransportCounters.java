package dev.postern.nio;

import java.util.concurrent.atomic.AtomicLong;

/** What is counted for all workers together, because it is rare enough to be shared; any thread. */
final class TransportCounters {
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong acceptPauses = new AtomicLong();

    void accepted() {
        accepted.incrementAndGet();
    }

    void acceptPaused() {
        acceptPauses.incrementAndGet();
    }

    long acceptedCount() {
        return accepted.get();
    }

    long acceptPauseCount() {
        return acceptPauses.get();
    }
}
