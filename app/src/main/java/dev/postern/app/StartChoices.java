package dev.postern.app;

import dev.postern.app.service.StartPatience;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a proxy starts.
 *
 * @param state the folder of the last good configuration; empty to keep none
 * @param patience what to do where a source can't be read and nothing of it was saved
 */
public record StartChoices(Optional<Path> state, StartPatience patience) {
    public static final StartChoices PLAIN = new StartChoices(Optional.empty(), StartPatience.FAIL);

    public static StartChoices of(Optional<Path> state) {
        return new StartChoices(state, StartPatience.FAIL);
    }
}
