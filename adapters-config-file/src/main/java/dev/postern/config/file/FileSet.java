package dev.postern.config.file;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which files a source is made of. */
sealed interface FileSet {
    /** The path that the operator gave. */
    Path path();

    /** As they are now, in their order. */
    List<Path> files() throws IOException;

    record OneFile(Path path) implements FileSet {
        @Override
        public List<Path> files() {
            return List.of(path);
        }
    }

    /** Every {@code *.yaml, *.yml, *.json} right in a folder, by name. */
    record Folder(Path path) implements FileSet {
        @Override
        public List<Path> files() throws IOException {
            List<Path> files = new ArrayList<>();
            try (DirectoryStream<Path> all = Files.newDirectoryStream(path, Folder::isMeant)) {
                all.forEach(files::add);
            } catch (DirectoryIteratorException broken) {
                throw broken.getCause();
            }
            files.sort((a, b) -> a.toString().compareTo(b.toString()));
            return files;
        }

        private static boolean isMeant(Path file) {
            String name = String.valueOf(file.getFileName());
            boolean suffix = name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
            // why: a link that leads nowhere is read, and fails: half of a mount may just be missing.
            boolean plain = Files.isRegularFile(file) || !Files.exists(file);
            return suffix && !name.startsWith(".") && plain;
        }
    }
}
