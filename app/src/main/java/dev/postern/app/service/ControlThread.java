package dev.postern.app.service;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control thread of a running proxy. A task that fails is logged and the next one runs; after closing, tasks are
 * dropped in silence.
 */
public final class ControlThread implements Control, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ControlThread.class);

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(
            1,
            task -> Thread.ofPlatform().name("postern-control").daemon(true).unstarted(task),
            new ThreadPoolExecutor.DiscardPolicy());

    public ControlThread() {
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setRemoveOnCancelPolicy(true);
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(() -> guarded(task));
    }

    @Override
    public void after(Duration delay, Runnable task) {
        var _ = executor.schedule(() -> guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    /** The task that runs now is interrupted; no other runs after it. */
    @Override
    public void close() {
        executor.shutdownNow();
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            log.error("event=control-task-failed", e);
        }
    }
}
