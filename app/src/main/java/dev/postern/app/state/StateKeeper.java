package dev.postern.app.state;

import dev.postern.app.logging.Quoted;
import dev.postern.app.service.LastGood;
import dev.postern.app.service.Saved;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves on a thread of its own, in order, the last of what came together; what can't be saved is tried again. Closing
 * saves what is left, within a moment.
 */
public final class StateKeeper implements LastGood, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StateKeeper.class);
    private static final Duration RETRY = Duration.ofSeconds(10);
    private static final Duration LAST_MOMENT = Duration.ofSeconds(3);

    private record Task(Supplier<Optional<Saved>> state, Runnable changed) {}

    private final StateFolder folder;
    private final BlockingQueue<Task> tasks = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile Optional<String> trouble = Optional.empty();
    private volatile boolean isClosing;

    public StateKeeper(StateFolder folder) {
        this.folder = folder;
        thread = Thread.ofVirtual().name("postern-state").start(this::run);
    }

    @Override
    public Optional<Saved> read() {
        try {
            return folder.read();
        } catch (IOException e) {
            trouble = Optional.of("what was saved can't be read: " + reason(e));
            log.warn("event=state-unreadable folder={} reason={}", new Quoted(folder.path()), new Quoted(reason(e)));
            return Optional.empty();
        }
    }

    @Override
    public void save(Supplier<Saved> state, Runnable changed) {
        tasks.add(new Task(() -> Optional.of(state.get()), changed));
    }

    @Override
    public Optional<String> trouble() {
        return trouble.map(reason -> "state folder " + folder.path() + ": " + reason);
    }

    private void run() {
        Optional<Saved> unsaved = Optional.empty();
        Runnable changed = () -> {};
        try {
            while (!isClosing || !tasks.isEmpty()) {
                Task task = unsaved.isEmpty() ? tasks.take() : tasks.poll(RETRY.toMillis(), TimeUnit.MILLISECONDS);
                while (task != null) {
                    Optional<Saved> next = task.state().get();
                    if (next.isPresent()) {
                        unsaved = next;
                        changed = task.changed();
                    }
                    task = tasks.poll();
                }
                if (unsaved.isPresent() && isSaved(unsaved.get(), changed)) {
                    unsaved = Optional.empty();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isSaved(Saved saved, Runnable changed) {
        Optional<String> before = trouble;
        try {
            folder.write(saved);
            trouble = Optional.empty();
        } catch (IOException | RuntimeException e) {
            trouble = Optional.of("can't be written: " + reason(e));
        }
        if (!before.equals(trouble)) {
            changed.run();
        }
        return trouble.isEmpty();
    }

    private static String reason(Exception e) {
        return switch (e) {
            case AccessDeniedException denied -> "no permission for " + denied.getFile();
            case FileSystemException system when system.getReason() != null -> system.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }

    @Override
    public void close() {
        isClosing = true;
        // why: wakes the thread, which then sees that it is the end.
        tasks.add(new Task(Optional::empty, () -> {}));
        try {
            thread.join(LAST_MOMENT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
