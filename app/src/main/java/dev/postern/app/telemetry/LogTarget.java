package dev.postern.app.telemetry;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The file, or the standard output, that lines go to. Opened when first written to; one thread's. */
final class LogTarget implements AutoCloseable {
    static final String STANDARD_OUTPUT = "stdout";

    private final String to;
    private @Nullable FileChannel channel;
    private @Nullable Object fileKey;

    LogTarget(String to) {
        this.to = to;
    }

    private boolean isFile() {
        return !to.equals(STANDARD_OUTPUT);
    }

    FileChannel channel() throws IOException {
        FileChannel open = channel;
        if (open == null) {
            open = isFile()
                    ? FileChannel.open(
                            Path.of(to), StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    : new FileOutputStream(FileDescriptor.out).getChannel();
            fileKey = isFile() ? keyOf(Path.of(to)) : null;
            channel = open;
        }
        return open;
    }

    /** Whoever rotates logs renames the file; the next line makes a new one. */
    void noticeRenaming() throws IOException {
        if (channel != null && isFile() && !Objects.equals(keyOf(Path.of(to)), fileKey)) {
            close();
        }
    }

    private static @Nullable Object keyOf(Path file) throws IOException {
        return Files.exists(file)
                ? Files.readAttributes(file, BasicFileAttributes.class).fileKey()
                : null;
    }

    @Override
    public void close() throws IOException {
        FileChannel open = channel;
        channel = null;
        if (open != null && isFile()) {
            open.close();
        }
    }

    @Override
    public String toString() {
        return to;
    }
}
