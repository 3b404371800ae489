package dev.postern.config.file;

/** A text that isn't a value of its type. The message is a hint that follows what was found and expected, or empty. */
final class BadValueException extends Exception {
    private static final long serialVersionUID = 1;

    BadValueException(String hint) {
        super(hint, null, false, false);
    }

    String hint() {
        return String.valueOf(getMessage());
    }
}
