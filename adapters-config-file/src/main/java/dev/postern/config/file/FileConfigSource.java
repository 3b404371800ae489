package dev.postern.config.file;

import dev.postern.ports.config.ConfigEvent;
import dev.postern.ports.config.ConfigSource;
import java.nio.file.Path;
import java.util.function.Consumer;

/** One file of the operator, taken as a whole. Events come on a virtual thread that ends with close(). */
public final class FileConfigSource implements ConfigSource {
    private final String name;
    private final FileFollower follower;

    public FileConfigSource(Path path) {
        this(path, Pace.USUAL);
    }

    FileConfigSource(Path path, Pace pace) {
        this.name = path.toString();
        this.follower = new FileFollower(name, new FileSet.OneFile(path), pace);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Acceptance acceptance() {
        return Acceptance.WHOLE;
    }

    @Override
    public void start(Consumer<ConfigEvent> listener) {
        follower.start(listener);
    }

    @Override
    public void refresh() {
        follower.refresh();
    }

    @Override
    public void close() {
        follower.close();
    }
}
