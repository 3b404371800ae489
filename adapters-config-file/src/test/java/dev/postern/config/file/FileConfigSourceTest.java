package dev.postern.config.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.ports.config.ConfigEvent;
import dev.postern.ports.config.ConfigSource;
import dev.postern.ports.config.ConfigSourceContract;
import dev.postern.ports.config.RecordedEvents;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileConfigSourceTest extends ConfigSourceContract {
    /** Without the poll's help, for what the kernel must tell. */
    private static final Pace WATCHING = new Pace(Duration.ofMillis(50), Duration.ofHours(1));

    @TempDir
    private Path folder;

    private final RecordedEvents events = new RecordedEvents(Duration.ofSeconds(20));

    private Path file() {
        return folder.resolve("postern.yaml");
    }

    @Override
    protected ConfigSource open() {
        return new FileConfigSource(file(), Pace.USUAL);
    }

    @Override
    protected void put(String name, String text) throws IOException {
        Files.writeString(file(), text);
    }

    @Override
    protected void remove(String name) throws IOException {
        Files.delete(file());
    }

    @Override
    protected boolean holdsManyNames() {
        return false;
    }

    @Override
    protected boolean canBreak() {
        return true;
    }

    @Override
    protected void breakStore() throws IOException {
        Files.move(file(), folder.resolve("away"));
    }

    @Override
    protected void mendStore() throws IOException {
        Files.move(folder.resolve("away"), file());
    }

    @Test
    void noticesAnAtomicRename() throws Exception {
        Files.writeString(file(), "one");
        try (ConfigSource source = new FileConfigSource(file(), WATCHING)) {
            source.start(events);
            events.awaitTexts("one");
            for (int i = 0; i < 3; i++) {
                Path next = Files.writeString(folder.resolve("next"), "text " + i);
                Files.move(next, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                events.awaitTexts("text " + i);
            }
        }
    }

    @Test
    void noticesAMountWhoseLinkIsSwapped() throws Exception {
        mount("first", "one");
        Files.createSymbolicLink(folder.resolve("..data"), Path.of("first"));
        Files.createSymbolicLink(file(), Path.of("..data", "postern.yaml"));
        try (ConfigSource source = new FileConfigSource(file(), WATCHING)) {
            source.start(events);
            events.awaitTexts("one");
            mount("second", "two");
            Path next = Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of("second"));
            Files.move(next, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
            events.awaitTexts("two");
        }
    }

    @Test
    void noticesALinkSwappedFurtherUpThePath() throws Exception {
        mount("first", "one");
        mount("second", "two");
        Path current = Files.createSymbolicLink(folder.resolve("current"), folder.resolve("first"));
        try (ConfigSource source = new FileConfigSource(current.resolve("postern.yaml"), WATCHING)) {
            source.start(events);
            events.awaitTexts("one");
            Path next = Files.createSymbolicLink(folder.resolve("next"), folder.resolve("second"));
            Files.move(next, current, StandardCopyOption.ATOMIC_MOVE);
            events.awaitTexts("two");
            Files.writeString(folder.resolve("second").resolve("postern.yaml"), "three");
            events.awaitTexts("three");
        }
    }

    private void mount(String name, String text) throws IOException {
        Path mounted = Files.createDirectory(folder.resolve(name));
        Files.writeString(mounted.resolve("postern.yaml"), text);
    }

    @Test
    void neverTellsAFileThatIsBeingWritten() throws Exception {
        String before = "a".repeat(10_000);
        String after = "b".repeat(10_000);
        Files.writeString(file(), before);
        Pace patient = new Pace(Duration.ofMillis(500), Duration.ofMillis(20));
        try (ConfigSource source = new FileConfigSource(file(), patient)) {
            source.start(events);
            events.awaitTexts(before);
            for (String text : List.of(after, before, after)) {
                int told = events.count();
                try (OutputStream out = Files.newOutputStream(file())) {
                    for (int at = 0; at < text.length(); at += 10) {
                        out.write(text.substring(at, at + 10).getBytes(StandardCharsets.UTF_8));
                        source.refresh();
                    }
                }
                events.awaitTextsAfter(told, text);
            }
        }
        for (ConfigEvent event : events.all()) {
            assertTrue(List.of(List.of(before), List.of(after)).contains(RecordedEvents.textsOf(event)), "half a file");
        }
    }

    @Test
    void findsByPollingWhatTheKernelDoesNotTell() throws Exception {
        Files.writeString(file(), "one");
        FileTime time = Files.getLastModifiedTime(file());
        Path elsewhere = Files.createLink(
                Files.createDirectory(folder.resolve("elsewhere")).resolve("link"), file());
        Pace polling = new Pace(Duration.ofMillis(5), Duration.ofMillis(20));
        try (ConfigSource source = new FileConfigSource(file(), polling)) {
            source.start(events);
            events.awaitTexts("one");
            // why: a watched folder isn't told of what comes through another name of the file.
            Files.writeString(elsewhere, "two");
            Files.setLastModifiedTime(elsewhere, time);
            events.awaitTexts("two");
        }
    }

    @Test
    void tellsOnceThatAFileIsGoneAndThenThatItIsBack() throws Exception {
        Files.writeString(file(), "one");
        Pace quick = new Pace(Duration.ofMillis(50), Duration.ofMillis(5));
        try (ConfigSource source = new FileConfigSource(file(), quick)) {
            source.start(events);
            events.awaitTexts("one");
            Files.delete(file());
            ConfigEvent.Unavailable gone = events.awaitUnavailableAfter(0);
            assertEquals(file() + ": no such file or folder", gone.reason());
            Files.writeString(file(), "one");
            events.awaitTextsAfter(2, "one");
            assertEquals(3, events.count());
        }
    }

    @Test
    void namesTheFirstByteThatIsNotUtf8() throws Exception {
        Files.write(
                file(), new byte[] {'a', ':', ' ', '1', '\n', (byte) 0xc3, (byte) 0xa4, ':', ' ', (byte) 0xe9, '\n'});
        try (ConfigSource source = new FileConfigSource(file(), Pace.USUAL)) {
            source.start(events);
            assertEquals(
                    file() + ":2:4: the byte 0xE9 isn't UTF-8; save the file as UTF-8",
                    events.awaitUnavailableAfter(0).reason());
        }
    }

    @Test
    void refusesAFileAboveSixteenMebibytes() throws Exception {
        Files.write(file(), new byte[TreeReader.LARGEST + 1]);
        try (ConfigSource source = new FileConfigSource(file(), Pace.USUAL)) {
            source.start(events);
            assertEquals(
                    file() + ": larger than 16MiB",
                    events.awaitUnavailableAfter(0).reason());
        }
    }

    @Test
    void callsAVersionByTheTimeOfTheChange() throws Exception {
        Files.writeString(file(), "one");
        Instant time = Instant.parse("2030-02-03T04:05:06Z");
        Files.setLastModifiedTime(file(), FileTime.from(time));
        try (ConfigSource source = new FileConfigSource(file(), Pace.USUAL)) {
            source.start(events);
            assertEquals(time.toString(), events.awaitTexts("one").version());
        }
    }
}
