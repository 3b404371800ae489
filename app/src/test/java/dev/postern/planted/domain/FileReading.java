package dev.postern.planted.domain;

import java.nio.file.Files;
import java.nio.file.Path;

public final class FileReading {
    public boolean there(Path path) {
        return Files.exists(path);
    }
}
