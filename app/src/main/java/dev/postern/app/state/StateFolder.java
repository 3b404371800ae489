package dev.postern.app.state;

import dev.postern.app.service.Saved;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A folder with one file for each set of sources, replaced as a whole: a reader finds the old one or the new one, also
 * after a crash. Proxies with the same sources may share it, those with others don't disturb each other.
 */
public final class StateFolder {
    private static final Duration ABANDONED = Duration.ofMinutes(10);
    private static final FileAttribute<?> FOLDER_OF_ONE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<?> FILE_OF_ONE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path folder;
    private final Path file;
    private final Path draft;

    /** @param sources their names; nothing is touched before the first reading or writing */
    public StateFolder(Path folder, List<String> sources) {
        byte[] names = String.join("\n", sources).getBytes(StandardCharsets.UTF_8);
        String name = "last-good-" + SavedFormat.checksum(names).substring(0, 12);
        this.folder = folder;
        file = folder.resolve(name + ".state");
        draft = folder.resolve(name + "." + ProcessHandle.current().pid() + ".tmp");
    }

    public Path path() {
        return folder;
    }

    /** Empty where nothing was saved. */
    public Optional<Saved> read() throws IOException {
        try {
            return Optional.of(SavedFormat.read(Files.readAllBytes(file)));
        } catch (NoSuchFileException nothingYet) {
            return Optional.empty();
        }
    }

    public void write(Saved saved) throws IOException {
        Files.createDirectories(folder, FOLDER_OF_ONE);
        clearAbandoned();
        Files.deleteIfExists(draft);
        try {
            Set<StandardOpenOption> fresh = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            try (FileChannel out = FileChannel.open(draft, fresh, FILE_OF_ONE)) {
                ByteBuffer bytes = ByteBuffer.wrap(SavedFormat.write(saved));
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
        // why: a rename is on the disk when its folder is.
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /** Drafts of processes that were killed. */
    private void clearAbandoned() throws IOException {
        try (DirectoryStream<Path> drafts = Files.newDirectoryStream(folder, "last-good-*.tmp")) {
            for (Path left : drafts) {
                if (isOld(left)) {
                    Files.deleteIfExists(left);
                }
            }
        }
    }

    private static boolean isOld(Path path) throws IOException {
        try {
            return Files.getLastModifiedTime(path)
                    .toInstant()
                    .isBefore(Instant.now().minus(ABANDONED));
        } catch (NoSuchFileException gone) {
            return false;
        }
    }
}
