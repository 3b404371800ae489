package dev.postern.config.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The folders, and the names in them, whose change can change what a path leads to: the file itself, and every symbolic
 * link on the way to it, as a mount that is swapped under us has them.
 */
final class WatchedPaths {
    private static final int MOST_LINKS = 40;

    /** By folder; no names are all names. */
    private final Map<Path, Set<String>> names = new TreeMap<>();

    private WatchedPaths() {}

    static Map<Path, Set<String>> of(FileSet set) {
        WatchedPaths watched = new WatchedPaths();
        watched.follow(set.path());
        if (set instanceof FileSet.Folder folder) {
            try {
                folder.files().stream().filter(Files::isSymbolicLink).forEach(watched::follow);
            } catch (IOException gone) {
                // why: then the way to the folder, which is watched, is what has to change.
                return watched.names;
            }
            watched.names.put(folder.path().toAbsolutePath(), Set.of());
        }
        return watched.names;
    }

    static Map<Path, Set<String>> of(Collection<Path> files) {
        WatchedPaths watched = new WatchedPaths();
        files.forEach(watched::follow);
        return watched.names;
    }

    private void follow(Path path) {
        Path absolute = path.toAbsolutePath();
        Path at = absolute.getRoot();
        Deque<Path> ahead = new ArrayDeque<>();
        absolute.forEach(ahead::addLast);
        int links = 0;
        while (!ahead.isEmpty()) {
            Path name = ahead.removeFirst();
            if (name.toString().equals("..")) {
                at = Optional.ofNullable(at.getParent()).orElse(at);
                continue;
            }
            Path next = at.resolve(name).normalize();
            boolean link = Files.isSymbolicLink(next);
            boolean there = Files.exists(next, LinkOption.NOFOLLOW_LINKS);
            if (link || !there || ahead.isEmpty()) {
                names.computeIfAbsent(at, _ -> new HashSet<>()).add(name.toString());
            }
            Optional<Path> target = link && links++ < MOST_LINKS ? target(next) : Optional.empty();
            if (target.isPresent()) {
                at = target.get().isAbsolute() ? target.get().getRoot() : at;
                pushAll(ahead, target.get());
            } else if (!there || link) {
                return;
            } else {
                at = next;
            }
        }
    }

    private static Optional<Path> target(Path link) {
        try {
            return Optional.of(Files.readSymbolicLink(link));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private static void pushAll(Deque<Path> ahead, Path target) {
        for (int i = target.getNameCount() - 1; i >= 0; i--) {
            ahead.addFirst(target.getName(i));
        }
    }
}
