package dev.postern.app.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateKeeperTest {
    @TempDir
    private Path root = Path.of("set by JUnit");

    @Test
    void savesTheLastBeforeItCloses() {
        StateFolder folder = new StateFolder(root, List.of("store"));
        try (StateKeeper keeper = new StateKeeper(folder)) {
            for (int i = 0; i < 20; i++) {
                int number = i;
                keeper.save(() -> SaveLoop.saved(number), () -> {});
            }
        }
        try (StateKeeper keeper = new StateKeeper(folder)) {
            assertEquals(Optional.of(SaveLoop.saved(19)), keeper.read());
            assertEquals(Optional.empty(), keeper.trouble());
        }
    }

    @Test
    void tellsWhyItCanNotSave() throws Exception {
        Path inTheWay = Files.writeString(root.resolve("file"), "");
        try (StateKeeper keeper = new StateKeeper(new StateFolder(inTheWay, List.of("store")))) {
            CountDownLatch told = new CountDownLatch(1);
            keeper.save(() -> SaveLoop.saved(1), told::countDown);
            assertTrue(told.await(30, TimeUnit.SECONDS));
            assertTrue(keeper.trouble().orElseThrow().startsWith("state folder " + inTheWay + ": can't be written"));
        }
    }

    @Test
    void tellsThatWhatWasSavedCanNotBeRead() throws Exception {
        StateFolder folder = new StateFolder(root, List.of("store"));
        folder.write(SaveLoop.saved(1));
        try (var files = Files.list(root)) {
            Files.writeString(files.findFirst().orElseThrow(), "nonsense");
        }
        try (StateKeeper keeper = new StateKeeper(folder)) {
            assertEquals(Optional.empty(), keeper.read());
            assertEquals(
                    Optional.of("state folder " + root + ": what was saved can't be read: not a saved state"),
                    keeper.trouble());
        }
    }
}
