package dev.postern.domain.routing;

/** A pattern that can't be meant; the message says what was found and what is expected. */
public final class BadPatternException extends Exception {
    private final String message;

    public BadPatternException(String message) {
        super(message);
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
