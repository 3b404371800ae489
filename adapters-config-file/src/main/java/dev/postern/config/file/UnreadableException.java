package dev.postern.config.file;

/** A text that can't be read to its end: where it stopped, and why. */
final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1;

    private final int line;
    private final int column;

    UnreadableException(int line, int column, String message) {
        super(message, null, false, false);
        this.line = line;
        this.column = column;
    }

    int line() {
        return line;
    }

    int column() {
        return column;
    }

    String reason() {
        return String.valueOf(getMessage());
    }

    boolean isBeyond(UnreadableException other) {
        return line != other.line ? line > other.line : column > other.column;
    }
}
