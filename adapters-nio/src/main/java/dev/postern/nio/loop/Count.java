package dev.postern.nio.loop;

import java.util.concurrent.atomic.AtomicLong;

/** A number that one loop raises and any thread may read. */
public final class Count {
    private final AtomicLong value = new AtomicLong();

    public void add(long more) {
        // why not addAndGet: one thread writes, and so needs no locked instruction.
        value.setRelease(value.getPlain() + more);
    }

    public long get() {
        return value.get();
    }
}
