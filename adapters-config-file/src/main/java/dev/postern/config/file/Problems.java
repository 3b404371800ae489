package dev.postern.config.file;

import dev.postern.domain.config.Place;
import dev.postern.domain.config.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with one document. One reading, one thread. */
final class Problems {
    // why: a hostile text of the largest size could make millions.
    private static final int MOST = 1000;

    private final String origin;
    private final List<Problem> all = new ArrayList<>();
    private int count;

    Problems(String origin) {
        this.origin = origin;
    }

    Place place(int line, int column) {
        return new Place(origin, line, column);
    }

    void error(Node node, String path, String message) {
        error(node.line(), node.column(), path, message);
    }

    void error(int line, int column, String path, String message) {
        error(place(line, column), path, message);
    }

    void error(Place place, String path, String message) {
        count++;
        if (count <= MOST) {
            all.add(Problem.error(place, Texts.oneLine(path), Texts.printable(message)));
        } else if (count == MOST + 1) {
            all.add(Problem.error(place, "", "more problems than " + MOST + "; no more are shown"));
        }
    }

    /** All that were told, shown or not. */
    int count() {
        return count;
    }

    /** In the order of the text. */
    List<Problem> inOrder() {
        return all.stream()
                .sorted(Comparator.<Problem>comparingInt(
                                problem -> problem.place().line())
                        .thenComparingInt(problem -> problem.place().column()))
                .toList();
    }
}
