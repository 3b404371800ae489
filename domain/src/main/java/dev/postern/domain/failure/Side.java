package dev.postern.domain.failure;

/** Whose fault a failure is. */
public enum Side {
    /** The client's. */
    DOWNSTREAM,
    /** The endpoint's, or the way to it. */
    UPSTREAM,
    /** Our own, or our operator's. */
    PROXY
}
