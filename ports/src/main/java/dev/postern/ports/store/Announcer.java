package dev.postern.ports.store;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells one listener one event at a time, and nothing twice in a row. Once {@link #close()} returned, nothing is told. */
public final class Announcer<E> implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final Consumer<E> listener;
    private @Nullable Object told;
    private boolean closed;

    public Announcer(Consumer<E> listener) {
        this.listener = listener;
    }

    /** Tells an event that is the same as another when they are equal; true when it was told. */
    public boolean tell(E event) {
        return tell(event, event);
    }

    /** Tells an event that is the same as another when their contents are equal; true when it was told. */
    public boolean tell(E event, Object content) {
        lock.lock();
        try {
            if (closed || content.equals(told)) {
                return false;
            }
            told = content;
            listener.accept(event);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The next event is told even if it is the same. */
    public void forget() {
        lock.lock();
        try {
            told = null;
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
    }
}
