package dev.postern.app.cli;

import dev.postern.app.service.Inspection;
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

    /** Tells why nothing could be made of a configuration; returns the exit code. */
    static int complain(Inspection inspection, PrintStream out) {
        if (inspection instanceof Inspection.Sound) {
            return ExitCode.OK;
        }
        print(inspection.problems(), out);
        if (inspection instanceof Inspection.Unreadable unreadable) {
            unreadable.reasons().forEach(reason -> Failures.reason(out, reason));
            return ExitCode.CANNOT_START;
        }
        return ExitCode.PROBLEM;
    }

    /** Each once, in the order of the text. */
    static List<Problem> inOrder(List<Problem> problems) {
        return problems.stream()
                .sorted(Comparator.comparing(Problem::place, BY_PLACE))
                .distinct()
                .toList();
    }
}
