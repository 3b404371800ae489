package dev.postern.nio.loop;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A number that one loop raises and any thread may read. */
public final class Count {
    private final AtomicLong value = new AtomicLong();
    private final @Nullable Count whole;

    public Count() {
        this(null);
    }

    /** @param whole is raised with it; of the same loop */
    public Count(@Nullable Count whole) {
        this.whole = whole;
    }

    public void add(long more) {
        if (whole != null) {
            whole.add(more);
        }
        // why not addAndGet: one thread writes, and so needs no locked instruction.
        value.setRelease(value.getPlain() + more);
    }

    public long get() {
        return value.get();
    }
}
