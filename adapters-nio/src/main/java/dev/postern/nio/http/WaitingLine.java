package dev.postern.nio.http;

import dev.postern.domain.failure.FailureKind;

/**
 * Where exchanges of one worker wait until an endpoint of an upstream has room. Groups take turns; within a group it is first
 * come, first served.
 */
public interface WaitingLine {
    interface Waiter {
        /** There may be room; false when there is none for it, and it goes on waiting where it stands. */
        boolean yourTurn();

        /** The route by which it came. */
        String group();

        /** It stands in the line no more. */
        void notServed(FailureKind kind);
    }

    boolean isEmpty();

    /** False when the line is full. */
    boolean join(Waiter waiter);

    void leave(Waiter waiter);
}
