package dev.postern.ports.credentials;

import java.nio.file.Path;
import java.util.Set;

/** The files that certificates, keys and authorities are in. Any thread. */
public interface CredentialFiles extends AutoCloseable {
    /** What is in a file now. A file that is followed is told of as it was when it last held still. */
    FileContent read(Path path);

    /**
     * Follows these files from now on, and no others. Tells after one of them has changed and all of them hold still
     * again, from a thread of its own.
     */
    void follow(Set<Path> files, Runnable changed);

    @Override
    void close();
}
