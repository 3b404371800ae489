package dev.postern.config.file;

import dev.postern.ports.config.BadSourceException;
import dev.postern.ports.config.ConfigSource;
import dev.postern.ports.config.ConfigSourceFactory;
import dev.postern.ports.config.SourceUri;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Sources of the scheme {@code file}: a file or a folder, by what is there. */
public final class FileSourceFactory implements ConfigSourceFactory {
    @Override
    public ConfigSource open(SourceUri uri) throws BadSourceException {
        if (!uri.options().isEmpty()) {
            throw new BadSourceException("%s: a file takes no options, found `%s`"
                    .formatted(
                            uri.path(),
                            String.join(
                                    "`, `",
                                    uri.options().keySet().stream().sorted().toList())));
        }
        Path path = path(uri);
        if (!Files.exists(path)) {
            throw new BadSourceException(path + ": no such file or folder");
        }
        if (!Files.isReadable(path)) {
            throw new BadSourceException(path + ": no permission to read it");
        }
        if (Files.isDirectory(path)) {
            return new FolderConfigSource(path);
        }
        if (Files.isRegularFile(path)) {
            return new FileConfigSource(path);
        }
        throw new BadSourceException(path + ": neither a file nor a folder");
    }

    private static Path path(SourceUri uri) throws BadSourceException {
        if (uri.path().isEmpty()) {
            throw new BadSourceException("`" + uri.text() + "` names no file");
        }
        try {
            return Path.of(uri.path());
        } catch (InvalidPathException invalid) {
            throw new BadSourceException("`" + uri.text() + "` isn't a path: " + invalid.getReason());
        }
    }
}
