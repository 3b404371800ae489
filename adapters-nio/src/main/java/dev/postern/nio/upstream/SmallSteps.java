package dev.postern.nio.upstream;

import dev.postern.nio.loop.EventLoop;
import dev.postern.nio.loop.Timeout;
import java.util.Iterator;
import java.util.function.Consumer;

/** Much work on a loop that serves others in between. Ends when there is nothing left, or with the loop. */
final class SmallSteps<T> {
    private static final int AT_ONCE = 1_000;

    private final EventLoop loop;
    private final Iterator<T> left;
    private final Consumer<T> work;
    private final Runnable done;
    private final Timeout next = new Timeout(this::begin);

    SmallSteps(EventLoop loop, Iterator<T> left, Consumer<T> work, Runnable done) {
        this.loop = loop;
        this.left = left;
        this.work = work;
        this.done = done;
    }

    void begin() {
        for (int i = 0; i < AT_ONCE && left.hasNext(); i++) {
            work.accept(left.next());
        }
        if (left.hasNext()) {
            loop.timers().arm(next, loop.nowNanos());
        } else {
            done.run();
        }
    }
}
