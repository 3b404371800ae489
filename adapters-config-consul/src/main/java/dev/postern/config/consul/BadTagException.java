package dev.postern.config.consul;

/** A tag that can't become a route. The message says why: one line. */
final class BadTagException extends Exception {
    private static final long serialVersionUID = 1;

    BadTagException(String message) {
        super(message);
    }
}
