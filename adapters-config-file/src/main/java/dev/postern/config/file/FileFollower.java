package dev.postern.config.file;

import dev.postern.ports.config.ConfigDocument;
import dev.postern.ports.config.ConfigDocument.Trust;
import dev.postern.ports.config.ConfigEvent;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads files, tells what they hold, and tells again when that changes. A virtual thread of its own does all of it; the
 * kernel's hints and refresh() only wake it. Ends with close(), after which nothing more is told.
 */
final class FileFollower implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FileFollower.class);

    private final String name;
    private final FileSet set;
    private final Pace pace;
    private final FolderWatch watch;
    private final Settling settling;
    private final Semaphore wake = new Semaphore(0);
    private final AtomicBoolean refreshAsked = new AtomicBoolean();
    private final ReentrantLock telling = new ReentrantLock();
    private volatile boolean closed;

    FileFollower(String name, FileSet set, Pace pace) {
        this.name = name;
        this.set = set;
        this.pace = pace;
        this.watch = new FolderWatch(name, wake::release);
        this.settling = new Settling(() -> Look.at(set), pace, () -> closed, InstantSource.system());
    }

    void start(Consumer<ConfigEvent> listener) {
        if (closed) {
            return;
        }
        watch.start();
        Thread.ofVirtual().name("follow " + name).start(() -> run(listener));
    }

    void refresh() {
        refreshAsked.set(true);
        wake.release();
    }

    @Override
    public void close() {
        telling.lock();
        try {
            closed = true;
        } finally {
            telling.unlock();
        }
        wake.release();
        watch.close();
    }

    private void run(Consumer<ConfigEvent> listener) {
        Optional<Look> told = Optional.empty();
        try {
            while (!closed) {
                told = attempt(told, listener);
                awaitWake();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Look> attempt(Optional<Look> told, Consumer<ConfigEvent> listener) throws InterruptedException {
        try {
            return Optional.of(follow(told, listener));
        } catch (RuntimeException unexpected) {
            log.error("event=follow-failed source={}", name, unexpected);
            return told;
        }
    }

    private Look follow(Optional<Look> told, Consumer<ConfigEvent> listener) throws InterruptedException {
        // why: watched first, so that a change during the reading wakes us again.
        watch.watch(WatchedPaths.of(set));
        boolean asked = refreshAsked.getAndSet(false);
        Look look = settling.settle(told);
        if (asked || !told.equals(Optional.of(look))) {
            tell(listener, event(look));
        }
        return look;
    }

    private void awaitWake() throws InterruptedException {
        if (wake.tryAcquire(pace.poll().toNanos(), TimeUnit.NANOSECONDS)) {
            wake.drainPermits();
        }
    }

    private ConfigEvent event(Look look) {
        return switch (look) {
            case Look.Unseen unseen -> new ConfigEvent.Unavailable(unseen.reason());
            case Look.Seen seen -> documents(seen);
        };
    }

    private static ConfigEvent documents(Look.Seen seen) {
        List<ConfigDocument> documents = new ArrayList<>();
        for (Look.Content file : seen.files()) {
            String origin = file.path().toString();
            try {
                documents.add(new ConfigDocument(origin, Optional.empty(), Utf8.decode(file.bytes()), Trust.LOCAL));
            } catch (UnreadableException bad) {
                return new ConfigEvent.Unavailable(
                        origin + ":" + bad.line() + ":" + bad.column() + ": " + bad.reason());
            }
        }
        return new ConfigEvent.Documents(
                List.copyOf(documents), seen.newest().time().toString());
    }

    private void tell(Consumer<ConfigEvent> listener, ConfigEvent event) {
        telling.lock();
        try {
            if (!closed) {
                listener.accept(event);
            }
        } catch (RuntimeException failed) {
            log.error("event=listener-failed source={}", name, failed);
        } finally {
            telling.unlock();
        }
    }
}
