package dev.postern.app.cli;

/** A command that can't be done, through no fault of the program. The message is one line for the person who gave it. */
final class CommandException extends Exception {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    private CommandException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** The command line can't be followed as it is written. */
    static CommandException usage(String message) {
        return new CommandException(ExitCode.USAGE, message);
    }

    static CommandException cannotStart(String message) {
        return new CommandException(ExitCode.CANNOT_START, message);
    }

    int exitCode() {
        return exitCode;
    }
}
