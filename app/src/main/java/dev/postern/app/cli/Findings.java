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
        inOrder(problems).forEach(out::println);
    }

    /** Each once, in the order of the text. */
    static List<Problem> inOrder(List<Problem> problems) {
        return problems.stream()
                .sorted(Comparator.comparing(Problem::place, BY_PLACE))
                .distinct()
                .toList();
    }
}
