package dev.postern.app.fakes;

import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.Section;
import dev.postern.ports.config.ConfigDocument;
import dev.postern.ports.config.ConfigEvent;
import dev.postern.ports.config.ConfigSource;
import dev.postern.ports.config.Staleness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Tells what the test says, when the test says it. */
public final class ScriptedSource implements ConfigSource {
    private final String name;
    private final Acceptance acceptance;
    private Consumer<ConfigEvent> listener = event -> {
        throw new IllegalStateException("not started");
    };
    private ConfigEvent last = new ConfigEvent.Unavailable("nothing was said");
    private int refreshes;
    private boolean isClosed;
    private Optional<Staleness> staleness = Optional.empty();

    private ScriptedSource(String name, Acceptance acceptance) {
        this.name = name;
        this.acceptance = acceptance;
    }

    public static ScriptedSource file(String name) {
        return new ScriptedSource(name, Acceptance.WHOLE);
    }

    public static ScriptedSource store(String name) {
        return new ScriptedSource(name, Acceptance.BY_ELEMENT);
    }

    /** A file's text as a whole. */
    public void says(String... lines) {
        tells(new ConfigEvent.Documents(
                List.of(new ConfigDocument(
                        name, Optional.empty(), String.join("\n", lines), ConfigDocument.Trust.LOCAL)),
                "1"));
    }

    /** A key for each line; the key's path is made of the line's first two words. */
    public void holds(String... lines) {
        Map<String, ConfigDocument> keys = new TreeMap<>();
        for (String line : lines) {
            String[] words = line.split(" ");
            ElementId id = switch (words[0]) {
                case "listener" -> new ElementId(Section.LISTENERS, words[1]);
                case "upstream" -> new ElementId(Section.UPSTREAMS, words[1]);
                case "bad" -> new ElementId(Section.ROUTES, words[1].substring(words[1].indexOf('.') + 1));
                default -> new ElementId(Section.ROUTES, words[1]);
            };
            String origin = name + " key " + id.section().key() + "/" + id.name();
            keys.put(origin, new ConfigDocument(origin, Optional.of(id), line, ConfigDocument.Trust.REMOTE));
        }
        tells(new ConfigEvent.Documents(new ArrayList<>(keys.values()), "1"));
    }

    public void isUnavailable(String reason) {
        tells(new ConfigEvent.Unavailable(reason));
    }

    /** As a store does that proves its life. */
    public void isStale(Duration age, Duration most) {
        staleness = Optional.of(new Staleness(age, Optional.of(most)));
    }

    @Override
    public Optional<Staleness> staleness() {
        return staleness;
    }

    private void tells(ConfigEvent event) {
        last = event;
        listener.accept(event);
    }

    public int refreshes() {
        return refreshes;
    }

    public boolean isClosed() {
        return isClosed;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Acceptance acceptance() {
        return acceptance;
    }

    @Override
    public void start(Consumer<ConfigEvent> listener) {
        this.listener = listener;
    }

    @Override
    public void refresh() {
        refreshes++;
        listener.accept(last);
    }

    @Override
    public void close() {
        isClosed = true;
    }
}
