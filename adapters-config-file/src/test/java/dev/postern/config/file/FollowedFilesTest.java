package dev.postern.config.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.ports.credentials.FileContent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates and keys as ACME clients, people and mounts replace them. Only what has come to rest is told. */
class FollowedFilesTest {
    private static final Pace QUICK = new Pace(Duration.ofMillis(20), Duration.ofMillis(50));
    /** Looks only when the kernel told it to. */
    private static final Pace WATCHING = new Pace(Duration.ofMillis(20), Duration.ofHours(1));

    @TempDir
    private Path folder;

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private FollowedFiles files = new FollowedFiles(QUICK);

    @AfterEach
    void close() {
        files.close();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private void replace(Path file, String text) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(beside, text);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private String text(Path file) {
        return switch (files.read(file)) {
            case FileContent.Bytes found ->
                StandardCharsets.UTF_8.decode(found.bytes().duplicate()).toString();
            case FileContent.Unreadable no -> no.reason().replace(folder.toString(), ".");
        };
    }

    private void follow(Path... wanted) {
        files.follow(Set.of(wanted), () -> told.add("changed"));
    }

    private void awaitText(Path file, String wanted) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!text(file).equals(wanted)) {
            assertTrue(System.nanoTime() < end, () -> "it is " + text(file));
            told.poll(1, TimeUnit.SECONDS);
        }
    }

    @Test
    void readsWhatIsThereOrSaysWhyNot() throws IOException {
        assertEquals("one", text(write("a.pem", "one")));
        assertEquals("./b.pem: no such file", text(folder.resolve("b.pem")));
        assertEquals(".: not a file", text(folder));
        Files.write(folder.resolve("c.pem"), new byte[4 * 1024 * 1024 + 1]);
        assertEquals("./c.pem: larger than 4MiB", text(folder.resolve("c.pem")));
    }

    @Test
    void tellsOfWhatIsReplacedWrittenInPlaceRemovedAndBack() throws Exception {
        Path file = write("a.pem", "one");
        assertEquals("one", text(file));
        follow(file);
        replace(file, "two");
        awaitText(file, "two");
        Files.writeString(file, "three");
        awaitText(file, "three");
        Files.delete(file);
        awaitText(file, "./a.pem: no such file");
        write("a.pem", "four");
        awaitText(file, "four");
    }

    @Test
    void isWokenByTheKernel() throws Exception {
        files = new FollowedFiles(WATCHING);
        Path file = write("a.pem", "one");
        follow(file);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        // why again and again: the first may come before the folder is watched.
        for (int i = 0; told.poll(2, TimeUnit.SECONDS) == null; i++) {
            assertTrue(System.nanoTime() < end, "nothing is told");
            replace(file, "two " + i);
        }
    }

    @Test
    void seesAFolderThatIsSwappedByItsLink() throws Exception {
        Path first = Files.createDirectory(folder.resolve("..1"));
        Path second = Files.createDirectory(folder.resolve("..2"));
        for (String name : new String[] {"tls.crt", "tls.key"}) {
            Files.writeString(first.resolve(name), "one");
            Files.writeString(second.resolve(name), "two");
            Files.createSymbolicLink(folder.resolve(name), Path.of("..data", name));
        }
        Files.createSymbolicLink(folder.resolve("..data"), first);
        Path certificate = folder.resolve("tls.crt");
        Path key = folder.resolve("tls.key");
        follow(certificate, key);
        assertEquals("one", text(key));
        Files.createSymbolicLink(folder.resolve("..next"), second);
        Files.move(folder.resolve("..next"), folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        awaitText(key, "two");
        assertEquals("two", text(certificate));
    }

    @Test
    void tellsOfAllTogetherOnceAllHaveComeToRest() throws Exception {
        files = new FollowedFiles(new Pace(Duration.ofMillis(300), Duration.ofMillis(20)));
        Path certificate = write("a.pem", "one");
        Path key = write("a.key", "one");
        follow(certificate, key);
        replace(certificate, "two");
        replace(key, "two");
        awaitText(certificate, "two");
        assertEquals("two", text(key));
    }

    @Test
    void tellsNothingOfWhatItDoesNotFollowAnyMore() throws Exception {
        Path first = write("a.pem", "one");
        Path second = write("b.pem", "one");
        follow(first);
        follow(second);
        replace(first, "two");
        replace(second, "two");
        awaitText(second, "two");
        assertEquals("two", text(first), "it is read as it is");
        told.clear();
        files.close();
        replace(second, "three");
        assertNull(told.poll(200, TimeUnit.MILLISECONDS));
    }

    @Test
    void findsWhatChangedBetweenReadingAndFollowing() throws Exception {
        Path file = write("a.pem", "one");
        assertEquals("one", text(file));
        replace(file, "two");
        follow(file);
        assertEquals("changed", told.poll(30, TimeUnit.SECONDS));
        assertEquals("two", text(file));
    }
}
