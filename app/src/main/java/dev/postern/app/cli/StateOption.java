package dev.postern.app.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that names the state folder. */
final class StateOption {
    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = {
                "Where the last good configuration is kept for a start without its sources.",
                "Default: $POSTERN_STATE, $XDG_STATE_HOME/postern, ~/.local/state/postern."
            })
    private Optional<Path> state = Optional.empty();

    /** Empty where there is not even a home folder. */
    Optional<Path> folder(Map<String, String> environment) {
        return state.or(() -> usual(environment));
    }

    /** Where nothing is said on the command line. */
    static Optional<Path> usual(Map<String, String> environment) {
        return variable(environment, "POSTERN_STATE")
                .map(Path::of)
                .or(() -> variable(environment, "XDG_STATE_HOME").map(folder -> Path.of(folder, "postern")))
                .or(() -> variable(environment, "HOME").map(home -> Path.of(home, ".local", "state", "postern")));
    }

    private static Optional<String> variable(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }
}
