package dev.postern.app.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.app.fakes.Samples;
import dev.postern.app.service.Saved;
import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.Section;
import dev.postern.ports.config.ConfigDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
    private static final int KILLS = 8;

    @TempDir
    private Path root = Path.of("set by JUnit");

    private StateFolder folder() {
        return new StateFolder(root.resolve("a/b"), List.of("store"));
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("a/b"))) {
            return files.filter(path -> path.toString().endsWith(".state"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Saved sample() {
        ElementId id = new ElementId(Section.ROUTES, "users and more");
        ConfigDocument key =
                new ConfigDocument("consul key a", Optional.of(id), "1:\n{a: \"ü\"}", ConfigDocument.Trust.REMOTE);
        ConfigDocument whole = new ConfigDocument("file", Optional.empty(), "", ConfigDocument.Trust.LOCAL);
        return new Saved(
                Instant.ofEpochSecond(7),
                Map.of("store", List.of(new Saved.Text(key, List.of(id)), new Saved.Text(whole, List.of()))),
                Map.of("registry users {}", List.of(Samples.endpoint(5001))));
    }

    @Test
    void readsWhatItWrote() throws Exception {
        assertEquals(Optional.empty(), folder().read());
        folder().write(sample());
        assertEquals(Optional.of(sample()), folder().read());
    }

    @Test
    void isForItsOwnerOnly() throws Exception {
        folder().write(sample());
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("a/b"))));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    }

    @Test
    void keepsProxiesWithOtherSourcesApart() throws Exception {
        folder().write(sample());
        assertEquals(Optional.empty(), new StateFolder(root.resolve("a/b"), List.of("other")).read());
    }

    @Test
    void believesNothingThatIsDamaged() throws Exception {
        folder().write(sample());
        byte[] whole = Files.readAllBytes(file());
        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 1;
            Files.write(file(), damaged);
            assertThrows(IOException.class, () -> folder().read());
            Files.write(file(), Arrays.copyOf(whole, i));
            assertThrows(IOException.class, () -> folder().read());
        }
        folder().write(sample());
        assertEquals(Optional.of(sample()), folder().read());
    }

    @Test
    void isReadableWhereverAProcessIsKilledWhileSaving() throws Exception {
        Random chance = new Random(1);
        for (int i = 0; i < KILLS; i++) {
            Process child = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElse("java"),
                            "-Xshare:auto",
                            "-cp",
                            System.getProperty("java.class.path"),
                            SaveLoop.class.getName(),
                            root.resolve("a/b").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                Optional<Saved> first = folder().read();
                long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
                while (folder().read().equals(first)) {
                    assertTrue(child.isAlive() && System.nanoTime() - end < 0, "the child saves");
                    LockSupport.parkNanos(1_000_000);
                }
                LockSupport.parkNanos(chance.nextInt(20_000_000));
            } finally {
                child.destroyForcibly().waitFor();
            }
            Saved saved = folder().read().orElseThrow();
            assertEquals(SaveLoop.saved((int) saved.at().getEpochSecond()), saved);
        }
    }
}
