package dev.postern.config.file;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls back when the kernel tells of a change to a watched name. Only makes things quicker: where it can't watch, it is
 * silent and polling finds the change. A virtual thread of its own waits for the kernel; it ends with close().
 */
final class FolderWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FolderWatch.class);

    private final String name;
    private final Runnable changed;
    private volatile Optional<WatchService> service = Optional.empty();
    private volatile Map<WatchKey, Set<String>> watched = Map.of();

    FolderWatch(String name, Runnable changed) {
        this.name = name;
        this.changed = changed;
    }

    void start() {
        try {
            WatchService watching = FileSystems.getDefault().newWatchService();
            service = Optional.of(watching);
            Thread.ofVirtual().name("watch " + name).start(() -> run(watching));
        } catch (IOException refused) {
            log.warn("event=watch-unavailable source={} reason=\"{}\"", name, refused.getMessage());
        }
    }

    /** Watches these names in these folders from now on, and nothing else; no names are all names. */
    void watch(Map<Path, Set<String>> names) {
        Map<WatchKey, Set<String>> next = new HashMap<>();
        // why: always anew, because a folder may have been replaced by another of the same name.
        names.forEach((folder, wanted) -> register(folder).ifPresent(key -> next.put(key, wanted)));
        Map<WatchKey, Set<String>> before = watched;
        watched = Map.copyOf(next);
        before.keySet().stream().filter(key -> !next.containsKey(key)).forEach(WatchKey::cancel);
    }

    private Optional<WatchKey> register(Path folder) {
        if (service.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(folder.register(
                    service.get(),
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE));
        } catch (IOException | ClosedWatchServiceException unwatched) {
            log.debug("event=folder-not-watched folder={} reason=\"{}\"", folder, unwatched.getMessage());
            return Optional.empty();
        }
    }

    private void run(WatchService watching) {
        try {
            while (true) {
                WatchKey key = watching.take();
                boolean ours = key.pollEvents().stream().anyMatch(event -> isWanted(key, event));
                if (!key.reset() || ours) {
                    changed.run();
                }
            }
        } catch (ClosedWatchServiceException closed) {
            log.debug("event=watch-closed source={}", name);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isWanted(WatchKey key, WatchEvent<?> event) {
        // why: a key that is not known yet was just registered.
        Set<String> names = watched.getOrDefault(key, Set.of());
        return names.isEmpty() || !(event.context() instanceof Path name) || names.contains(name.toString());
    }

    @Override
    public void close() {
        service.ifPresent(watching -> {
            try {
                watching.close();
            } catch (IOException failed) {
                log.debug("event=watch-close-failed reason=\"{}\"", failed.getMessage());
            }
        });
    }
}
