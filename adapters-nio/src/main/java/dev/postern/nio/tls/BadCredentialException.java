package dev.postern.nio.tls;

/** A certificate, key or authority that can't be used. The message is for the operator: one line, nothing secret. */
final class BadCredentialException extends Exception {
    private static final long serialVersionUID = 1;

    private final String key;

    /** @param key of the element that is to blame: {@code certificate} */
    BadCredentialException(String key, String message) {
        super(message);
        this.key = key;
    }

    String key() {
        return key;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
