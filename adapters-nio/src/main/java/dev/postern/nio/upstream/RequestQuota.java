package dev.postern.nio.upstream;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many requests all workers together have at an endpoint or an upstream, against what they may have. Touched for each
 * request, but only where a limit is written. Any thread.
 */
final class RequestQuota {
    private final AtomicInteger running = new AtomicInteger();
    private volatile int most;

    /** @param requests at once; 0 is no limit */
    void limit(int requests) {
        most = requests;
    }

    /** 0 where there is none. */
    int limit() {
        return most;
    }

    int running() {
        return running.get();
    }

    boolean hasRoom() {
        int allowed = most;
        return allowed == 0 || running.get() < allowed;
    }

    /** More are running than there may be, since the limit was lowered. */
    boolean isExceeded() {
        int allowed = most;
        return allowed > 0 && running.get() > allowed;
    }

    boolean take() {
        int seen = running.get();
        while (most == 0 || seen < most) {
            int was = running.compareAndExchange(seen, seen + 1);
            if (was == seen) {
                return true;
            }
            seen = was;
        }
        return false;
    }

    void takeAnyway(int count) {
        running.addAndGet(count);
    }

    void giveBack(int count) {
        running.addAndGet(-count);
    }
}
