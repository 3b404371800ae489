package dev.postern.config.file;

import dev.postern.ports.config.ConfigEvent;
import dev.postern.ports.config.ConfigSource;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Every YAML and JSON file right in a folder, taken together as a whole. Events come on a virtual thread that ends with
 * close().
 */
public final class FolderConfigSource implements ConfigSource {
    private final String name;
    private final FileFollower follower;

    public FolderConfigSource(Path path) {
        this(path, Pace.USUAL);
    }

    FolderConfigSource(Path path, Pace pace) {
        this.name = path.toString();
        this.follower = new FileFollower(name, new FileSet.Folder(path), pace);
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
