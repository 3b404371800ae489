package dev.postern.nio.loop;

import org.jspecify.annotations.Nullable;

/** One deadline of one thing, armed again and again without allocation. Belongs to the loop of its wheel. */
public final class Timeout {
    private final Runnable action;

    long deadlineNanos;
    /** The tick at which the wheel looks at it; meaningful while linked. */
    long tick;

    boolean linked;

    @Nullable
    Timeout previous;

    @Nullable
    Timeout next;

    public Timeout(Runnable action) {
        this.action = action;
    }

    public boolean isArmed() {
        return linked;
    }

    void expire() {
        action.run();
    }
}
