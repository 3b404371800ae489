package dev.postern.nio.http;

/** How much body a message announces: a number of bytes, or one of these. Numbers, so that a message costs no object. */
public final class BodyLength {
    /** There is no body, and nothing is said about it. */
    public static final long NONE = -2;

    /** Known only at its end. */
    public static final long OPEN = -1;

    private BodyLength() {}
}
