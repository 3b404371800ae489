package dev.postern.nio.loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread with a selector: everything registered here is touched by that thread alone. Others enter by {@link
 * #execute}. A cycle selects, reads the clock once, serves ready keys, expires timers and runs some tasks. Ends by {@link
 * #close()}.
 */
public final class EventLoop implements Executor, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EventLoop.class);
    private static final int TASKS_PER_CYCLE = 256;

    /** Is told after each turn how long it took, the waiting left out. */
    @FunctionalInterface
    public interface TurnListener {
        void turned(long turnNanos, long nowNanos);
    }

    private final LongSupplier clock;
    private final Selector selector;
    private final TimerWheel timers;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean wokenUp = new AtomicBoolean();
    private final Consumer<SelectionKey> serveKey = this::serve;
    private TurnListener turnListener = (turnNanos, at) -> {};
    private long nowNanos;
    private boolean clockIsFresh;
    /** Any thread may look, and finds itself only where it is the one. */
    private @Nullable Thread runner;

    private volatile boolean closing;
    private volatile boolean ended;

    public EventLoop(LongSupplier clock) {
        this.clock = clock;
        nowNanos = clock.getAsLong();
        timers = new TimerWheel(nowNanos);
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs until closed; the body of the loop's thread. */
    public void run() {
        runner = Thread.currentThread();
        while (!closing) {
            try {
                runOnce();
            } catch (RuntimeException | IOException | Error e) {
                // why errors as well: without memory for one connection the others must live on.
                log.error("event=loop-cycle-failed", e);
            }
        }
        ended = true;
        runTasks(Integer.MAX_VALUE);
        closeSelector();
    }

    /** One cycle. Tests turn the loop by hand with it. */
    public void runOnce() throws IOException {
        clockIsFresh = false;
        long before = clock.getAsLong();
        turnListener.turned(before - nowNanos, before);
        long waitMillis = tasks.isEmpty() ? timers.millisUntilNext(before) : 0;
        if (waitMillis == 0) {
            selector.selectNow(serveKey);
        } else {
            selector.select(serveKey, Math.max(waitMillis, 0));
        }
        wokenUp.set(false);
        refreshClock();
        timers.advance(nowNanos);
        runTasks(TASKS_PER_CYCLE);
    }

    private void serve(SelectionKey key) {
        refreshClock();
        try {
            if (key.isValid()) {
                ((KeyHandler) key.attachment()).ready(key.readyOps());
            }
        } catch (RuntimeException | Error e) {
            // why: handlers close their own connection on failure; what arrives here is our mistake, and only logged.
            log.error("event=handler-failed", e);
        }
    }

    private void refreshClock() {
        if (!clockIsFresh) {
            nowNanos = clock.getAsLong();
            clockIsFresh = true;
        }
    }

    private void runTasks(int most) {
        for (int i = 0; i < most; i++) {
            Runnable task = tasks.poll();
            if (task == null) {
                return;
            }
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                log.error("event=task-failed", e);
            }
        }
    }

    @Override
    public void execute(Runnable task) {
        if (closing) {
            throw new RejectedExecutionException("the loop is closed");
        }
        tasks.add(task);
        // why again: the loop may have looked at its tasks for the last time in between.
        if (ended && tasks.remove(task)) {
            throw new RejectedExecutionException("the loop is closed");
        }
        // why not from its own thread: it looks at its tasks before it waits again.
        if (!Thread.currentThread().equals(runner) && !wokenUp.getAndSet(true)) {
            selector.wakeup();
        }
    }

    public SelectionKey register(SelectableChannel channel, int ops, KeyHandler handler) throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, ops, handler);
    }

    /** Before the loop runs, or on it. */
    public void tellTurns(TurnListener listener) {
        turnListener = listener;
    }

    /** The clock as it was read in this cycle. */
    public long nowNanos() {
        return nowNanos;
    }

    public TimerWheel timers() {
        return timers;
    }

    /** Any thread. The loop's thread ends its cycle, runs what is queued, and is done. */
    @Override
    public void close() {
        closing = true;
        selector.wakeup();
    }

    private void closeSelector() {
        try {
            selector.close();
        } catch (IOException e) {
            log.warn("event=selector-close-failed reason=\"{}\"", e.getMessage());
        }
    }
}
