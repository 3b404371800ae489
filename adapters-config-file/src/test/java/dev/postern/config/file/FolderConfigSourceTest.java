package dev.postern.config.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.ports.config.ConfigDocument;
import dev.postern.ports.config.ConfigEvent;
import dev.postern.ports.config.ConfigSource;
import dev.postern.ports.config.ConfigSourceContract;
import dev.postern.ports.config.RecordedEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderConfigSourceTest extends ConfigSourceContract {
    private static final Pace WATCHING = new Pace(Duration.ofMillis(50), Duration.ofHours(1));

    private static final int FILES = 20;
    private static final int MOUNTS = 100;

    @TempDir
    private Path parent;

    private final RecordedEvents events = new RecordedEvents(Duration.ofSeconds(20));

    private Path folder() {
        return parent.resolve("conf.d");
    }

    @BeforeEach
    void makesTheFolder() throws IOException {
        Files.createDirectory(folder());
    }

    @Override
    protected ConfigSource open() {
        return new FolderConfigSource(folder(), Pace.USUAL);
    }

    @Override
    protected void put(String name, String text) throws IOException {
        Files.writeString(folder().resolve(name + ".yaml"), text);
    }

    @Override
    protected void remove(String name) throws IOException {
        Files.delete(folder().resolve(name + ".yaml"));
    }

    @Override
    protected boolean canBreak() {
        return true;
    }

    @Override
    protected void breakStore() throws IOException {
        Files.move(folder(), parent.resolve("away"));
    }

    @Override
    protected void mendStore() throws IOException {
        Files.move(parent.resolve("away"), folder());
    }

    @Test
    void readsWhatIsMeantInTheOrderOfNames() throws Exception {
        for (String name : List.of("b.yaml", "a.yml", "c.json", ".hidden.yaml", "readme.md", "d.yaml~", "B.yaml")) {
            Files.writeString(folder().resolve(name), name);
        }
        Files.createDirectory(folder().resolve("sub.yaml"));
        Files.writeString(folder().resolve("sub.yaml").resolve("e.yaml"), "e");
        try (ConfigSource source = new FolderConfigSource(folder(), WATCHING)) {
            source.start(events);
            ConfigEvent.Documents told = events.awaitTexts("b.yaml", "a.yml", "c.json", "B.yaml");
            assertEquals(
                    List.of("B.yaml", "a.yml", "b.yaml", "c.json"),
                    told.documents().stream().map(ConfigDocument::text).toList());
            assertEquals(
                    folder().resolve("B.yaml").toString(),
                    told.documents().getFirst().origin());
        }
    }

    @Test
    void tellsAnEmptyFolder() throws Exception {
        try (ConfigSource source = new FolderConfigSource(folder(), WATCHING)) {
            source.start(events);
            events.awaitTexts();
            put("a", "one");
            events.awaitTexts("one");
        }
    }

    @Test
    void tellsWholeMountsWhenTheyAreSwappedQuickly() throws Exception {
        mount("v0", "0");
        Files.createSymbolicLink(folder().resolve("..data"), Path.of("v0"));
        for (int file = 0; file < FILES; file++) {
            String name = file + ".yaml";
            Files.createSymbolicLink(folder().resolve(name), Path.of("..data", name));
        }
        Pace quick = new Pace(Duration.ofMillis(50), Duration.ofMillis(1));
        try (ConfigSource source = new FolderConfigSource(folder(), quick)) {
            source.start(events);
            events.await("the first mount", event -> isMount(event, "0"));
            for (int version = 1; version <= MOUNTS; version++) {
                mount("v" + version, Integer.toString(version));
                Path next = Files.createSymbolicLink(folder().resolve("..next"), Path.of("v" + version));
                Files.move(next, folder().resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
                source.refresh();
            }
            events.await("the last mount", event -> isMount(event, Integer.toString(MOUNTS)));
        }
        for (ConfigEvent event : events.all()) {
            List<String> seen = RecordedEvents.textsOf(event);
            assertTrue(isMount(event, seen.getFirst()), seen.toString());
        }
    }

    private static boolean isMount(ConfigEvent event, String version) {
        return RecordedEvents.textsOf(event).equals(Collections.nCopies(FILES, version));
    }

    private void mount(String version, String text) throws IOException {
        Path mounted = Files.createDirectory(folder().resolve(version));
        for (int file = 0; file < FILES; file++) {
            Files.writeString(mounted.resolve(file + ".yaml"), text);
        }
    }

    @Test
    void noticesAFolderThatIsReplacedByAnother() throws Exception {
        put("a", "one");
        try (ConfigSource source = new FolderConfigSource(folder(), WATCHING)) {
            source.start(events);
            events.awaitTexts("one");
            Path other = Files.createDirectory(parent.resolve("other"));
            Files.writeString(other.resolve("a.yaml"), "two");
            Files.move(folder(), parent.resolve("old"));
            Files.move(other, folder());
            events.awaitTexts("two");
            put("a", "three");
            events.awaitTexts("three");
        }
    }

    @Test
    void namesAFileThatCannotBeRead() throws Exception {
        put("a", "one");
        Files.createSymbolicLink(folder().resolve("b.yaml"), Path.of("nowhere"));
        try (ConfigSource source = new FolderConfigSource(folder(), WATCHING)) {
            source.start(events);
            String reason = events.awaitUnavailableAfter(0).reason();
            assertTrue(reason.startsWith(folder().resolve("b.yaml").toString()), reason);
        }
    }
}
