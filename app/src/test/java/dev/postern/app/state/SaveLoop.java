package dev.postern.app.state;

import dev.postern.app.service.Saved;
import dev.postern.ports.config.ConfigDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Saves without end, to be killed. */
final class SaveLoop {
    private SaveLoop() {}

    public static void main(String[] args) throws IOException {
        StateFolder folder = new StateFolder(Path.of(args[0]), List.of("store"));
        for (int i = 0; true; i++) {
            folder.write(saved(i));
        }
    }

    /** Two parts that have to agree, with enough between them to be torn. */
    static Saved saved(int number) {
        ConfigDocument document = new ConfigDocument(
                "key", Optional.empty(), number + "x".repeat(500_000) + number, ConfigDocument.Trust.REMOTE);
        return new Saved(
                Instant.ofEpochSecond(number), Map.of("store", List.of(new Saved.Text(document, List.of()))), Map.of());
    }
}
