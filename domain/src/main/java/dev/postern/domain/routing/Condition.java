package dev.postern.domain.routing;

/** Something beyond host, path and method that a route asks of a request. Immutable. */
sealed interface Condition permits FieldCondition, PathRegex, SourceCondition {
    /** The cursor is the caller's, lent so that nothing has to be made. */
    boolean holds(RequestView request, FieldCursor cursor);

    /** Why it does not hold, for a person. */
    String failure(RequestView request);

    /** The same for two conditions that hold for the same requests. */
    String signature();

    /** Whether the other condition holds wherever this one does, as far as a glance tells. */
    default boolean implies(Condition other) {
        return signature().equals(other.signature());
    }
}
