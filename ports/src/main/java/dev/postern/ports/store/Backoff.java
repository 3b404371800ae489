package dev.postern.ports.store;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before the next try: doubling, never the same for two proxies. Belongs to one thread. */
public final class Backoff {
    private final Duration first;
    private final RandomGenerator random;
    private Duration next;

    public Backoff(Duration first, RandomGenerator random) {
        this.first = first;
        this.random = random;
        this.next = first;
    }

    /** Between half of the step and the whole of it; the step doubles with each failure up to {@code most}. */
    public Duration failed(Duration most) {
        Duration step = next.compareTo(most) < 0 ? next : most;
        next = step.multipliedBy(2);
        long half = step.toNanos() / 2;
        return Duration.ofNanos(half + random.nextLong(half + 1));
    }

    public void succeeded() {
        next = first;
    }
}
