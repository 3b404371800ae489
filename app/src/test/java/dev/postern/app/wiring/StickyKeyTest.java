package dev.postern.app.wiring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.app.service.BadEnvironmentException;
import dev.postern.domain.bytes.Ascii;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StickyKeyTest {
    private static final String KEY = "0123456789abcdef";

    @TempDir
    private Path folder = Path.of("");

    private static String refusal(Map<String, String> environment) {
        return String.valueOf(assertThrows(BadEnvironmentException.class, () -> StickyKey.of(environment))
                .getMessage());
    }

    @Test
    void comesFromTheEnvironmentOrAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), KEY + "\n");
        assertArrayEquals(Ascii.bytes(KEY), StickyKey.of(Map.of(StickyKey.TEXT, KEY)));
        assertArrayEquals(Ascii.bytes(KEY), StickyKey.of(Map.of(StickyKey.FILE, file.toString())));
    }

    @Test
    void isTheSameEverywhereWhereNobodySetsOne() {
        assertArrayEquals(StickyKey.of(Map.of()), StickyKey.of(Map.of(StickyKey.TEXT, "")));
    }

    @Test
    void whatIsNoKeyIsSaid() {
        assertEquals(
                "POSTERN_STICKY_KEY: a key has 16 characters or more, this one has 5",
                refusal(Map.of(StickyKey.TEXT, "short")));
        assertEquals(
                "POSTERN_STICKY_KEY and POSTERN_STICKY_KEY_FILE are both set; set one of them",
                refusal(Map.of(StickyKey.TEXT, KEY, StickyKey.FILE, "/x")));
        assertEquals(
                "POSTERN_STICKY_KEY_FILE=/no/such can't be read: /no/such",
                refusal(Map.of(StickyKey.FILE, "/no/such")));
    }
}
