package dev.postern.ports.config;

/** A {@code --config} that can't be used as it is written. The message is for the operator: one line. */
public final class BadSourceException extends Exception {
    private static final long serialVersionUID = 1;

    public BadSourceException(String message) {
        super(message);
    }
}
