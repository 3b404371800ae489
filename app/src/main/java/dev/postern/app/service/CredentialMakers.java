package dev.postern.app.service;

import dev.postern.ports.credentials.CredentialFiles;
import dev.postern.ports.credentials.CredentialReader;
import dev.postern.ports.credentials.CredentialReading;
import dev.postern.ports.credentials.FileContent;
import dev.postern.ports.credentials.ThrowAwayCertificate;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What makes credentials out of configuration.
 *
 * @param reader makes it when the first is read, as most configurations have none
 * @param files makes them; called once for each proxy that is started
 * @param throwAway for the demo
 */
public record CredentialMakers(
        Supplier<CredentialReader> reader, Supplier<CredentialFiles> files, Supplier<ThrowAwayCertificate> throwAway) {
    /** Reads nothing, and finds nothing wrong with that. */
    public static final CredentialMakers NONE = new CredentialMakers(
            () -> (elements, before, files, now) -> CredentialReading.NONE, () -> NoFiles.INSTANCE, () -> () -> "");

    private enum NoFiles implements CredentialFiles {
        INSTANCE;

        @Override
        public FileContent read(Path path) {
            return new FileContent.Unreadable(path + ": not read here");
        }

        @Override
        public void follow(Set<Path> files, Runnable changed) {}

        @Override
        public void close() {}
    }
}
