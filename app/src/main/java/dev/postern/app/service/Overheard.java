package dev.postern.app.service;

import dev.postern.ports.config.ConfigDocument;
import dev.postern.ports.config.ConfigEvent;
import dev.postern.ports.config.ConfigSource;
import java.util.List;
import java.util.function.Consumer;

/** A source whose last word is kept, for whoever needs the texts and not only what was made of them. */
public final class Overheard implements ConfigSource {
    private final ConfigSource source;
    private volatile List<ConfigDocument> documents = List.of();

    public Overheard(ConfigSource source) {
        this.source = source;
    }

    public List<ConfigDocument> documents() {
        return documents;
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public Acceptance acceptance() {
        return source.acceptance();
    }

    @Override
    public void start(Consumer<ConfigEvent> listener) {
        source.start(event -> {
            if (event instanceof ConfigEvent.Documents told) {
                documents = told.documents();
            }
            listener.accept(event);
        });
    }

    @Override
    public void refresh() {
        source.refresh();
    }

    @Override
    public void close() {
        source.close();
    }
}
