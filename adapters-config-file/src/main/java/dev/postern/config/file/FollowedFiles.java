package dev.postern.config.file;

import dev.postern.ports.credentials.CredentialFiles;
import dev.postern.ports.credentials.FileContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that belong together, as keys do with their certificates: what one holds is told only when none has changed for a
 * while. A virtual thread of its own looks at them, begun with the first that is followed; the kernel's hints only wake it.
 * Ends with close().
 */
public final class FollowedFiles implements CredentialFiles {
    private static final Logger log = LoggerFactory.getLogger(FollowedFiles.class);
    private static final int LARGEST = 4 * 1024 * 1024;

    private final Pace pace;
    private final FolderWatch watch;
    private final Semaphore wake = new Semaphore(0);
    /** What was read of files that are not followed yet. */
    private final Map<Path, FileContent> read = new ConcurrentHashMap<>();

    private volatile Held held = new Held(0, Map.of());
    private volatile Runnable changed = () -> {};
    private volatile boolean closed;
    private boolean isRunning;

    /** @param turn counts the sets that were followed */
    private record Held(int turn, Map<Path, FileContent> contents) {}

    /** What was seen of a file when it was read; who replaces or writes it changes one of these. */
    private record Stamp(Map<String, Object> attributes) {
        /** why: the clock of a file system is coarse, and two writings may have the same time. */
        boolean hasRested(Instant now) {
            Instant rested = now.minus(Settling.RESTED);
            return attributes.values().stream()
                    .noneMatch(each ->
                            each instanceof FileTime time && time.toInstant().isAfter(rested));
        }

        static Stamp of(Path file) throws IOException {
            try {
                return new Stamp(Files.readAttributes(file, "unix:ino,size,lastModifiedTime,ctime"));
            } catch (UnsupportedOperationException | IllegalArgumentException unknownHere) {
                return new Stamp(Files.readAttributes(file, "size,lastModifiedTime,fileKey"));
            }
        }
    }

    private record Stamped(Stamp stamp, FileContent content) {}

    private final Map<Path, Stamped> stamps = new HashMap<>();

    public FollowedFiles() {
        this(Pace.USUAL);
    }

    FollowedFiles(Pace pace) {
        this.pace = pace;
        watch = new FolderWatch("certificates", wake::release);
    }

    @Override
    public FileContent read(Path path) {
        FileContent known = held.contents().get(path);
        if (known != null) {
            return known;
        }
        FileContent content = content(path);
        read.put(path, content);
        return content;
    }

    @Override
    public synchronized void follow(Set<Path> files, Runnable listener) {
        changed = listener;
        if (files.equals(held.contents().keySet())) {
            read.clear();
            return;
        }
        Map<Path, FileContent> next = new HashMap<>();
        // why what was read: what has changed since then is found by the first look.
        files.forEach(file -> {
            FileContent known = read.get(file);
            next.put(file, known == null ? read(file) : known);
        });
        held = new Held(held.turn() + 1, Map.copyOf(next));
        read.clear();
        wake.release();
        if (!isRunning && !files.isEmpty() && !closed) {
            isRunning = true;
            watch.start();
            Thread.ofVirtual().name("follow certificates").start(this::run);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        wake.release();
        watch.close();
    }

    private void run() {
        try {
            while (!closed) {
                try {
                    look();
                } catch (RuntimeException unexpected) {
                    log.error("event=follow-failed source=certificates", unexpected);
                }
                if (wake.tryAcquire(pace.poll().toNanos(), TimeUnit.NANOSECONDS)) {
                    wake.drainPermits();
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() throws InterruptedException {
        Held before = held;
        // why: watched first, so that a change during the reading wakes us again.
        watch.watch(WatchedPaths.of(before.contents().keySet()));
        Map<Path, FileContent> now = settled(before.contents());
        if (take(before, now)) {
            changed.run();
        }
    }

    /** False where others are to be followed by now, which are looked at next. */
    private synchronized boolean take(Held before, Map<Path, FileContent> now) {
        if (closed || held.turn() != before.turn() || now.equals(before.contents())) {
            return false;
        }
        held = new Held(before.turn(), now);
        return true;
    }

    /** Once they hold still for as long as who writes one after the other may take, or at once where nothing is new. */
    private Map<Path, FileContent> settled(Map<Path, FileContent> before) throws InterruptedException {
        Map<Path, FileContent> last = looked(before.keySet());
        int agreed = 1;
        for (int count = 1; count < Settling.MOST_LOOKS && !closed; count++) {
            if (last.equals(before) || agreed >= Settling.AGREEING_IN_DOUBT) {
                return last;
            }
            Thread.sleep(pace.settle());
            Map<Path, FileContent> next = looked(before.keySet());
            agreed = next.equals(last) ? agreed + 1 : 1;
            last = next;
        }
        return before;
    }

    private Map<Path, FileContent> looked(Set<Path> files) {
        stamps.keySet().retainAll(files);
        Map<Path, FileContent> contents = new HashMap<>();
        files.forEach(file -> contents.put(file, stamped(file)));
        return Map.copyOf(contents);
    }

    /** Reads a file only where it may have changed. */
    private FileContent stamped(Path file) {
        try {
            Stamp stamp = Stamp.of(file);
            Stamped known = stamps.get(file);
            if (known != null && known.stamp().equals(stamp)) {
                return known.content();
            }
            FileContent content = content(file);
            if (stamp.hasRested(Instant.now())) {
                stamps.put(file, new Stamped(stamp, content));
            }
            return content;
        } catch (IOException unreadable) {
            stamps.remove(file);
            return content(file);
        }
    }

    private static FileContent content(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                return new FileContent.Unreadable(file + (Files.exists(file) ? ": not a file" : ": no such file"));
            }
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(LARGEST + 1);
                return bytes.length > LARGEST
                        ? new FileContent.Unreadable(file + ": larger than 4MiB")
                        : new FileContent.Bytes(ByteBuffer.wrap(bytes).asReadOnlyBuffer());
            }
        } catch (IOException unreadable) {
            return new FileContent.Unreadable(Look.reason(file, unreadable));
        }
    }
}
