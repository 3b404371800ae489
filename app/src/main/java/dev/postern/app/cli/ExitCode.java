package dev.postern.app.cli;

/** What the process says when it ends. Other programs rely on these. */
final class ExitCode {
    static final int OK = 0;
    static final int PROBLEM = 1;
    static final int USAGE = 2;
    static final int CANNOT_START = 3;

    /** Only where it is asked for. */
    static final int DIFFERENT = 4;

    private ExitCode() {}
}
