package dev.postern.app.cli;

import dev.postern.app.StartChoices;
import dev.postern.app.service.BadEnvironmentException;
import java.util.List;
import java.util.Optional;

/** Finds the command that the arguments name and runs it. */
public final class Cli {
    static final String DEBUG = "--debug";

    private Cli() {}

    /** Returns the exit code; nothing is thrown. */
    public static int run(CommandContext context, String... args) {
        Optional<List<String>> plain = PlainRun.configs(args);
        try {
            return plain.isPresent() ? run(context, plain.get()) : Commands.run(context, args);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.CANNOT_START;
        } catch (BadEnvironmentException e) {
            Failures.reason(context.err(), Failures.firstLine(e));
            return ExitCode.CANNOT_START;
        } catch (RuntimeException | Error e) {
            return Failures.defect(context.err(), e, List.of(args).contains(DEBUG));
        }
    }

    private static int run(CommandContext context, List<String> configs) throws InterruptedException {
        try {
            return ForegroundProxy.run(
                    context,
                    ConfigOption.orDefault(configs),
                    StartChoices.of(StateOption.usual(context.environment())),
                    () -> {});
        } catch (CommandException e) {
            return Failures.expected(context.err(), "postern run", e);
        }
    }
}
