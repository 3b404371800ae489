package dev.postern.app.wiring;

import dev.postern.app.service.BadEnvironmentException;
import dev.postern.domain.bytes.Ascii;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The key that sticky cookies are signed with: from the environment, so that it never stands where routes are written, and
 * proxies side by side can have the same.
 */
final class StickyKey {
    static final String TEXT = "POSTERN_STICKY_KEY";
    static final String FILE = "POSTERN_STICKY_KEY_FILE";
    private static final int SHORTEST = 16;
    /** Where nobody set one: the same everywhere, so that proxies and restarts agree; what it signs, others can sign. */
    private static final byte[] OPEN = Ascii.bytes("postern sticky v1");

    private StickyKey() {}

    static byte[] of(Map<String, String> environment) {
        String text = environment.getOrDefault(TEXT, "");
        String file = environment.getOrDefault(FILE, "");
        if (!text.isEmpty() && !file.isEmpty()) {
            throw new BadEnvironmentException(TEXT + " and " + FILE + " are both set; set one of them");
        }
        if (!text.isEmpty()) {
            return checked(TEXT, text);
        }
        return file.isEmpty() ? OPEN.clone() : checked(FILE + "=" + file, content(file));
    }

    private static String content(String file) {
        try {
            return Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
        } catch (IOException | InvalidPathException e) {
            throw new BadEnvironmentException(FILE + "=" + file + " can't be read: " + e.getMessage());
        }
    }

    private static byte[] checked(String origin, String key) {
        byte[] bytes = key.strip().getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length < SHORTEST) {
            throw new BadEnvironmentException(
                    origin + ": a key has " + SHORTEST + " characters or more, this one has " + bytes.length);
        }
        return bytes;
    }
}
