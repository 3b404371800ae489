package dev.postern.config.consul;

/** An answer that can't be believed as it is. The message is for the operator: one line. */
final class UnprovenException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnprovenException(String message) {
        super(message);
    }
}
