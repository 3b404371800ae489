package dev.postern.app.service;

/** An environment variable that can't be followed. The message is one line for the person who set it. */
public final class BadEnvironmentException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BadEnvironmentException(String message) {
        super(message);
    }
}
