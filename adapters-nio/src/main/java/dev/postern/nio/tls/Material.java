package dev.postern.nio.tls;

import dev.postern.ports.credentials.CredentialFiles;
import dev.postern.ports.credentials.FileContent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds what the keys of one element say, in them or in files, and remembers what was found, so that it can be told
 * whether it is still the same. One thread.
 */
final class Material {
    /**
     * What a key says.
     *
     * @param what it is, for messages: {@code /etc/site.pem}, or that it is a text
     */
    record Found(String key, String what, ByteBuffer bytes) {}

    private final CredentialFiles files;
    private final Map<Path, FileContent> contents = new LinkedHashMap<>();

    Material(CredentialFiles files) {
        this.files = files;
    }

    /** All files that were asked for, with what they hold. */
    Map<Path, FileContent> contents() {
        return Map.copyOf(contents);
    }

    /** What a key says whose value may be a PEM text or the path of a file. */
    Found textOrFile(String key, String value, boolean isText) throws BadCredentialException {
        if (isText) {
            ByteBuffer bytes = ByteBuffer.wrap(value.strip().getBytes(StandardCharsets.ISO_8859_1));
            return new Found(key, "the text", bytes);
        }
        return file(key, value);
    }

    Found file(String key, String value) throws BadCredentialException {
        FileContent content = contents.computeIfAbsent(path(key, value), files::read);
        return switch (content) {
            case FileContent.Bytes found -> new Found(key, value, found.bytes().duplicate());
            case FileContent.Unreadable no -> throw new BadCredentialException(key, no.reason());
        };
    }

    /** Not remembered where it is not there. */
    Optional<Found> fileIfThere(String key, String value) {
        Path path = Path.of(value);
        if (files.read(path) instanceof FileContent.Bytes found) {
            contents.put(path, found);
            return Optional.of(new Found(key, value, found.bytes().duplicate()));
        }
        return Optional.empty();
    }

    private static Path path(String key, String value) throws BadCredentialException {
        try {
            return Path.of(value);
        } catch (InvalidPathException invalid) {
            throw new BadCredentialException(key, "is neither PEM nor the path of a file");
        }
    }
}
