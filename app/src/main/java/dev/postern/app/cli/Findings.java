package dev.postern.app.cli;

import dev.postern.domain.config.Place;
import dev.postern.domain.config.Problem;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;

/** Prints problems: one line each, in the order of the text. */
final class Findings {
    private static final Comparator<Place> BY_PLACE =
            Comparator.comparing(Place::origin).thenComparingInt(Place::line).thenComparingInt(Place::column);

    private Findings() {}

    static void print(List<Problem> problems, PrintStream out) {
        problems.stream()
                .sorted(Comparator.comparing(Problem::place, BY_PLACE))
                .distinct()
                .forEach(out::println);
    }

    static boolean hasErrors(List<Problem> problems) {
        return problems.stream().anyMatch(Problem::isError);
    }
}
