package dev.postern.ports.config;

/** A target could not be read, or not be written. The message is for the operator: one line, without secrets. */
public final class TargetException extends Exception {
    private static final long serialVersionUID = 1;

    public TargetException(String message) {
        super(message);
    }
}
