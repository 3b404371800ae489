package dev.postern.ports.store;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one virtual thread of a watch. It can be woken where it waits for a server, and nowhere else: a listener that it
 * calls is never interrupted. Ends by itself after {@link #close()}.
 */
public final class WatchThread implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Thread waiting;
    private boolean woken;
    private boolean closed;

    /** The wait was ended by {@link #wake()} or {@link #close()}. */
    public static final class WokenException extends Exception {
        private static final long serialVersionUID = 1;

        private WokenException(@Nullable Throwable cause) {
            super("woken", cause);
        }
    }

    private WatchThread() {}

    /** Runs a body that goes on until {@link #isClosed()}. */
    public static WatchThread start(String name, Consumer<WatchThread> body) {
        WatchThread watch = new WatchThread();
        Thread.ofVirtual().name(name).start(() -> body.accept(watch));
        return watch;
    }

    /** Makes a call that may take long. Called on the thread of the watch. */
    public <T> T waiting(Callable<T> call) throws Exception {
        begin();
        T answer;
        try {
            answer = call.call();
        } catch (Exception e) {
            if (end()) {
                throw new WokenException(e);
            }
            throw e;
        }
        // why: whoever woke us wants something newer than an answer that came all the same
        if (end()) {
            throw new WokenException(null);
        }
        return answer;
    }

    private void begin() throws WokenException {
        lock.lock();
        try {
            if (woken) {
                woken = closed;
                throw new WokenException(null);
            }
            waiting = Thread.currentThread();
        } finally {
            lock.unlock();
        }
    }

    /** True when the wait was to be ended. */
    private boolean end() {
        lock.lock();
        try {
            boolean ended = woken;
            waiting = null;
            woken = closed;
            Thread.interrupted();
            return ended;
        } finally {
            lock.unlock();
        }
    }

    public void pause(Duration time) throws WokenException {
        try {
            waiting(() -> {
                Thread.sleep(time);
                return time;
            });
        } catch (WokenException e) {
            throw e;
        } catch (Exception e) {
            throw new WokenException(e);
        }
    }

    public void wake() {
        lock.lock();
        try {
            woken = true;
            if (waiting != null) {
                waiting.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    public boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        wake();
    }
}
