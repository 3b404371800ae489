package dev.postern.config.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.postern.ports.config.ConfigEvent;
import dev.postern.ports.config.ConfigSource;
import dev.postern.ports.config.RecordedEvents;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Files as people and programs change them. Whatever happens on the way, only whole texts are told. */
class FileEditsTest {
    /** Slow, so that a stall of the machine between two steps of an edit isn't taken for its end. */
    private static final Pace PATIENT = new Pace(Duration.ofMillis(300), Duration.ofMillis(20));

    private static final String BEFORE = "routes: before\n";
    private static final String AFTER = "routes:\n  one: after\n  two: after\n  three: after\n";

    @TempDir
    private Path folder;

    private final RecordedEvents events = new RecordedEvents(Duration.ofSeconds(60));

    /** How a text comes into a file. */
    enum Edit {
        IN_PLACE,
        SED,
        VIM,
        REMOVED_FIRST,
        IN_PIECES;

        void of(Path file, String text) throws IOException {
            Path beside = file.resolveSibling("." + file.getFileName() + ".tmp");
            switch (this) {
                case IN_PLACE -> Files.writeString(file, text);
                case SED -> {
                    Files.writeString(beside, text);
                    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
                }
                case VIM -> {
                    Path backup = file.resolveSibling(file.getFileName() + "~");
                    Files.move(file, backup, StandardCopyOption.ATOMIC_MOVE);
                    Files.writeString(file, text);
                    Files.delete(backup);
                }
                case REMOVED_FIRST -> {
                    Files.delete(file);
                    Files.writeString(file, text);
                }
                case IN_PIECES -> inPieces(file, text);
            }
        }

        /** Longer than two looks that agree, in all more than a second. */
        private static void inPieces(Path file, String text) throws IOException {
            try (OutputStream out = Files.newOutputStream(file)) {
                for (String line : text.lines().toList()) {
                    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(400));
                }
            }
        }
    }

    private static Stream<Boolean> kinds() {
        return Stream.of(true, false);
    }

    private ConfigSource open(Path file, boolean asFolder) {
        return asFolder ? new FolderConfigSource(folder, PATIENT) : new FileConfigSource(file, PATIENT);
    }

    @ParameterizedTest
    @EnumSource
    void tellsOnlyWholeTextsOfAFile(Edit edit) throws Exception {
        tellsOnlyWholeTexts(edit, false);
    }

    @ParameterizedTest
    @EnumSource
    void tellsOnlyWholeTextsOfAFolder(Edit edit) throws Exception {
        tellsOnlyWholeTexts(edit, true);
    }

    private void tellsOnlyWholeTexts(Edit edit, boolean asFolder) throws Exception {
        Path file = Files.writeString(folder.resolve("postern.yaml"), BEFORE);
        try (ConfigSource source = open(file, asFolder)) {
            source.start(events);
            events.awaitTexts(BEFORE);
            edit.of(file, AFTER);
            events.awaitTexts(AFTER);
        }
        assertEquals(
                List.of(List.of(BEFORE), List.of(AFTER)),
                events.all().stream().map(RecordedEvents::textsOf).toList());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void saysNothingOfWhatChangesNothing(boolean asFolder) throws Exception {
        Path file = Files.writeString(folder.resolve("postern.yaml"), BEFORE);
        try (ConfigSource source = open(file, asFolder)) {
            source.start(events);
            events.awaitTexts(BEFORE);
            Files.writeString(file, BEFORE);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            Files.writeString(folder.resolve(".postern.yaml.swp"), "x");
            Files.writeString(folder.resolve("#postern.yaml#"), "x");
            Files.writeString(folder.resolve("postern.yaml.bak"), "x");
            Files.writeString(folder.resolve("4913"), "x");
            Files.writeString(Files.createDirectory(folder.resolve("nested")).resolve("more.yaml"), "x");
            Edit.SED.of(file, AFTER);
            events.awaitTexts(AFTER);
        }
        assertEquals(2, events.count());
    }

    @Test
    void tellsThatAFileBecameAFolderAndIsOneAgain() throws Exception {
        Path file = Files.writeString(folder.resolve("postern.yaml"), BEFORE);
        try (ConfigSource source = new FileConfigSource(file, PATIENT)) {
            source.start(events);
            events.awaitTexts(BEFORE);
            Files.delete(file);
            Files.createDirectory(file);
            assertEquals(file + ": not a file", events.awaitUnavailableAfter(1).reason());
            Files.delete(file);
            Files.writeString(file, AFTER);
            events.awaitTexts(AFTER);
        }
        assertEquals(3, events.count());
    }

    @Test
    void tellsWhenAFileMayNoLongerBeRead() throws Exception {
        Path file = Files.writeString(folder.resolve("postern.yaml"), BEFORE);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(file), "root may read everything");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        try (ConfigSource source = new FileConfigSource(file, PATIENT)) {
            source.start(events);
            events.awaitTexts(BEFORE);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
            ConfigEvent.Unavailable lost = events.awaitUnavailableAfter(1);
            assertEquals(file + ": no permission to read it", lost.reason());
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            events.awaitTextsAfter(2, BEFORE);
        }
    }

    @Test
    void namesTheFileThatMayNotBeRead() {
        Path file = folder.resolve("postern.yaml");
        String other = folder.resolve("b.yaml").toString();
        assertEquals(other + ": no permission to read it", Look.reason(file, new AccessDeniedException(other)));
        assertTrue(Look.reason(file, new IOException("Input/output\nerror")).endsWith(": Input/output error"));
    }

    @Test
    void followsFilesThatComeAndGoInAFolder() throws Exception {
        Files.writeString(folder.resolve("a.yaml"), "a");
        try (ConfigSource source = new FolderConfigSource(folder, PATIENT)) {
            source.start(events);
            events.awaitTexts("a");
            Files.writeString(folder.resolve("b.json"), "b");
            events.awaitTexts("a", "b");
            Files.writeString(folder.resolve("a.yaml"), "c");
            events.awaitTexts("c", "b");
            Files.delete(folder.resolve("b.json"));
            events.awaitTexts("c");
        }
        assertEquals(4, events.count());
    }
}
