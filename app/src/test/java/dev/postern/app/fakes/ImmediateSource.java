package dev.postern.app.fakes;

import dev.postern.ports.config.ConfigDocument;
import dev.postern.ports.config.ConfigEvent;
import dev.postern.ports.config.ConfigSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Tells what is there as soon as it is started, and again when it is refreshed. */
public final class ImmediateSource implements ConfigSource {
    private final String name;
    private final Supplier<ConfigEvent> reader;
    private Consumer<ConfigEvent> listener = event -> {};

    private ImmediateSource(String name, Supplier<ConfigEvent> reader) {
        this.name = name;
        this.reader = reader;
    }

    public static ImmediateSource text(String name, String text) {
        return new ImmediateSource(name, () -> documents(name, text));
    }

    /** A file that is read only when asked; a file that can't be read is unavailable. */
    public static ImmediateSource file(String path) {
        return new ImmediateSource(path, () -> {
            try {
                return documents(path, Files.readString(Path.of(path)));
            } catch (IOException e) {
                return new ConfigEvent.Unavailable("can't be read");
            }
        });
    }

    private static ConfigEvent documents(String name, String text) {
        return new ConfigEvent.Documents(
                List.of(new ConfigDocument(name, Optional.empty(), text, ConfigDocument.Trust.LOCAL)), "1");
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
        this.listener = listener;
        refresh();
    }

    @Override
    public void refresh() {
        listener.accept(reader.get());
    }

    @Override
    public void close() {}
}
