package dev.postern.app.cli;

import java.io.PrintStream;
import java.util.concurrent.CompletionException;

/** Tells in one line why a command was not done. Each method returns the exit code. */
final class Failures {
    private static final String PREFIX = "postern: ";

    private Failures() {}

    /** @param command as it is called: {@code postern run} */
    static int usage(PrintStream err, String command, String message) {
        err.println(PREFIX + sentence(message) + " Try '" + command + " --help'.");
        return ExitCode.USAGE;
    }

    static int expected(PrintStream err, String command, CommandException e) {
        if (e.exitCode() == ExitCode.USAGE) {
            return usage(err, command, firstLine(e));
        }
        reason(err, firstLine(e));
        return e.exitCode();
    }

    static void reason(PrintStream err, String reason) {
        err.println(PREFIX + reason);
    }

    static int defect(PrintStream err, Throwable e, boolean isDebug) {
        Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
        String hint = isDebug ? "" : " " + Cli.DEBUG + " prints the stack.";
        reason(err, "unexpected " + cause.getClass().getSimpleName() + ": " + sentence(firstLine(cause)) + hint);
        if (isDebug) {
            cause.printStackTrace(err);
        }
        return ExitCode.CANNOT_START;
    }

    static String firstLine(Throwable e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end).stripTrailing();
    }

    private static String sentence(String text) {
        return text.endsWith(".") || text.endsWith("?") ? text : text + ".";
    }
}
