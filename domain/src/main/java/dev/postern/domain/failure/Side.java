package dev.postern.domain.failure;

/** Whose fault a failure is. */
public enum Side {
    /** The client's. */
    DOWNSTREAM("client"),
    /** The endpoint's, or the way to it. */
    UPSTREAM("upstream"),
    /** Our own, or our operator's. */
    PROXY("proxy");

    private final String word;

    Side(String word) {
        this.word = word;
    }

    /** For programs. */
    public String word() {
        return word;
    }
}
