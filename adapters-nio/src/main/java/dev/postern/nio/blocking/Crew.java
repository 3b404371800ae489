package dev.postern.nio.blocking;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Workers on threads of their own, as the control thread sees them: it may wait for them, and they never for it. Belongs
 * to the control thread; ends by {@link #join()} when each worker's body has ended.
 */
public final class Crew<W extends Executor> {
    private static final Logger log = LoggerFactory.getLogger(Crew.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String name;
    private final List<W> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /** @param name of its threads */
    public Crew(String name) {
        this.name = name;
    }

    /** Starts a thread that runs the worker's body, which takes its tasks. */
    public void hire(W worker, Runnable body) {
        threads.add(Thread.ofPlatform().name(name + "-" + workers.size()).start(body));
        workers.add(worker);
    }

    public List<W> workers() {
        return workers;
    }

    /** Lets each worker do something, and waits until all have. */
    public void all(Consumer<W> task) {
        allUntilDone((worker, done) -> {
            try {
                task.accept(worker);
            } finally {
                done.run();
            }
        });
    }

    /** The same for what takes a worker more than one turn: it is done when it says so. */
    public void allUntilDone(BiConsumer<W, Runnable> task) {
        CountDownLatch left = new CountDownLatch(workers.size());
        for (W worker : workers) {
            worker.execute(() -> task.accept(worker, left::countDown));
        }
        try {
            if (!left.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                log.error("event=workers-stuck left={}", left.getCount());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until a condition holds; false when it did not in time. */
    public boolean await(BooleanSupplier condition, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (!condition.getAsBoolean()) {
                if (System.nanoTime() - deadline >= 0) {
                    return false;
                }
                TimeUnit.MILLISECONDS.sleep(10);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return condition.getAsBoolean();
    }

    public void join() {
        try {
            for (Thread thread : threads) {
                thread.join(PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
