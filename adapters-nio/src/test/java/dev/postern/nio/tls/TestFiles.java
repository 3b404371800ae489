package dev.postern.nio.tls;

import dev.postern.ports.credentials.CredentialFiles;
import dev.postern.ports.credentials.FileContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Reads files as they are now. */
final class TestFiles implements CredentialFiles {
    @Override
    public FileContent read(Path path) {
        try {
            return new FileContent.Bytes(
                    ByteBuffer.wrap(Files.readAllBytes(path)).asReadOnlyBuffer());
        } catch (IOException e) {
            return new FileContent.Unreadable(path + ": no such file");
        }
    }

    @Override
    public void follow(Set<Path> files, Runnable changed) {}

    @Override
    public void close() {}
}
