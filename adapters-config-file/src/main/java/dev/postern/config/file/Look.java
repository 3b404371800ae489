package dev.postern.config.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What was seen on disk at one time. Two that are equal hold the same bytes. */
sealed interface Look {
    /** The files and all that they hold; when they changed is not part of being equal. */
    record Seen(List<Content> files, Newest newest) implements Look {
        boolean hasEmpty() {
            return files.stream().anyMatch(file -> !file.bytes().hasRemaining());
        }

        boolean lacksAnyOf(Seen earlier) {
            List<Path> now = files.stream().map(Content::path).toList();
            return !now.containsAll(earlier.files().stream().map(Content::path).toList());
        }
    }

    /** Nothing could be read; one line says why. */
    record Unseen(String reason) implements Look {}

    record Content(Path path, ByteBuffer bytes) {}

    /**
     * Times that equal every other, so that a touched file is not a changed one.
     *
     * @param written when a file was last written in place; one that was renamed after that was whole by then
     */
    record Newest(Instant time, Instant written) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Newest;
        }

        @Override
        public int hashCode() {
            return 0;
        }
    }

    static Look at(FileSet set) {
        try {
            List<Content> files = new ArrayList<>();
            Instant newest = Files.getLastModifiedTime(set.path()).toInstant();
            Instant written = Instant.EPOCH;
            for (Path file : set.files()) {
                if (!Files.isRegularFile(file)) {
                    return new Unseen(file + (Files.exists(file) ? ": not a file" : ": no such file"));
                }
                Instant changed = Files.getLastModifiedTime(file).toInstant();
                newest = changed.isAfter(newest) ? changed : newest;
                written = changed.isAfter(written) && !isRenamedAfter(changed, file) ? changed : written;
                byte[] bytes = bytes(file);
                if (bytes.length > TreeReader.LARGEST) {
                    return new Unseen(file + ": larger than 16MiB");
                }
                files.add(new Content(file, ByteBuffer.wrap(bytes).asReadOnlyBuffer()));
            }
            return new Seen(List.copyOf(files), new Newest(newest, written));
        } catch (IOException unreadable) {
            return new Unseen(reason(set.path(), unreadable));
        }
    }

    private static boolean isRenamedAfter(Instant changed, Path file) throws IOException {
        try {
            FileTime touched = (FileTime) Files.getAttribute(file, "unix:ctime");
            return touched.toInstant().isAfter(changed);
        } catch (UnsupportedOperationException | IllegalArgumentException unknownHere) {
            return false;
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(TreeReader.LARGEST + 1);
        }
    }

    static String reason(Path path, IOException fault) {
        String subject = fault instanceof FileSystemException about && about.getFile() != null
                ? about.getFile()
                : path.toString();
        return subject
                + switch (fault) {
                    case NoSuchFileException _ -> ": no such file or folder";
                    case AccessDeniedException _ -> ": no permission to read it";
                    case NotDirectoryException _ -> ": not a folder";
                    case FileSystemException about when about.getReason() != null -> ": " + about.getReason();
                    default -> ": " + String.valueOf(fault.getMessage()).replace('\n', ' ');
                };
    }
}
