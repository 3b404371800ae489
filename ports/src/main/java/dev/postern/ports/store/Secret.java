package dev.postern.ports.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a secret is to be found; the secret itself is read at each use, so that it can be changed, and never kept. */
public sealed interface Secret {
    /** Throws {@link UncheckedIOException} with one line for the operator when there is none. */
    String read();

    record InFile(Path path) implements Secret {
        @Override
        public String read() {
            try {
                return Files.readString(path).strip();
            } catch (IOException e) {
                throw new UncheckedIOException("the file " + path + " can't be read", e);
            }
        }
    }

    record InEnvironment(String variable) implements Secret {
        @Override
        public String read() {
            String value = System.getenv(variable);
            if (value == null) {
                String line = "the environment variable " + variable + " is not set";
                throw new UncheckedIOException(line, new IOException(line));
            }
            return value;
        }
    }
}
