package dev.postern.domain.compile;

/** How much is looked at for what is allowed but hardly meant. Errors are always found, all of them. */
public enum Thoroughness {
    /** Routes that changed, where they are few; a change of a live configuration stays cheap. */
    CHANGES,
    /** All routes. With tens of thousands of them that takes seconds. */
    EVERYTHING
}
