package dev.postern.app.cli;

import dev.postern.app.service.Adapters;
import java.io.PrintStream;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a command may use of the outside.
 *
 * @param adapters made when a command asks for them, as some need none
 * @param environment variables; empty ones and no home keep no state
 */
public record CommandContext(
        PrintStream out,
        PrintStream err,
        Supplier<Adapters> adapters,
        Signals signals,
        Map<String, String> environment) {
    public CommandContext(PrintStream out, PrintStream err, Supplier<Adapters> adapters, Signals signals) {
        this(out, err, adapters, signals, Map.of());
    }
}
