package dev.postern.app.fakes;

import dev.postern.app.service.Control;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;

/** A control thread that the test turns by hand, on a clock that the test sets. */
public final class ManualControl implements Control {
    private record Later(long atNanos, Runnable task) {}

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<Later> later = new ArrayList<>();
    private long nowNanos = 1_000_000_000L;

    @Override
    public synchronized void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public void after(Duration delay, Runnable task) {
        later.add(new Later(nowNanos + delay.toNanos(), task));
    }

    @Override
    public long nanoTime() {
        return nowNanos;
    }

    /** Runs what is due now, and what that asks for. */
    public void run() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    public void advance(Duration time) {
        long end = nowNanos + time.toNanos();
        run();
        while (true) {
            Later next = later.stream()
                    .filter(task -> task.atNanos() <= end)
                    .min(Comparator.comparingLong(Later::atNanos))
                    .orElse(null);
            if (next == null) {
                nowNanos = end;
                return;
            }
            later.remove(next);
            nowNanos = Math.max(nowNanos, next.atNanos());
            next.task().run();
            run();
        }
    }
}
