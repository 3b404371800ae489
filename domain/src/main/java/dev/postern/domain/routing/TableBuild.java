package dev.postern.domain.routing;

import java.util.List;

/** What came out of making a table: the table, or all that is wrong with its routes. */
public sealed interface TableBuild<R> {
    record Built<R>(R table) implements TableBuild<R> {}

    record Rejected<R>(List<RouteFault> faults) implements TableBuild<R> {}
}
