package dev.postern.app.admin;

import dev.postern.domain.config.ConfigTree;
import dev.postern.domain.config.Problem;
import dev.postern.domain.snapshot.ElementChange;
import dev.postern.domain.snapshot.SnapshotDiff;
import java.util.List;
import java.util.Optional;

/** How what several answers speak of looks in JSON. */
final class Views {
    private Views() {}

    /** @param line from 1; absent where it is about a text as a whole */
    record ProblemView(
            String severity,
            String origin,
            Optional<Integer> line,
            Optional<Integer> column,
            String path,
            String message,
            String text) {}

    record DifferenceView(int added, int removed, int changed, List<ChangeView> changes, int omitted) {}

    record ChangeView(String element, ElementChange.Kind kind, List<ConfigTree.Difference> keys) {}

    static List<ProblemView> problems(List<Problem> problems) {
        return problems.stream().map(Views::problem).toList();
    }

    private static ProblemView problem(Problem problem) {
        Optional<Integer> line = Optional.of(problem.place().line()).filter(number -> number > 0);
        return new ProblemView(
                problem.isError() ? "error" : "warning",
                problem.place().origin(),
                line,
                line.map(_ -> problem.place().column()),
                problem.path(),
                problem.message(),
                problem.toString());
    }

    static DifferenceView difference(SnapshotDiff diff) {
        return difference(diff, SnapshotDiff.MOST_CHANGES);
    }

    /** @param most how many changes are named one by one */
    static DifferenceView difference(SnapshotDiff diff, int most) {
        List<ChangeView> changes = diff.changes().stream()
                .limit(most)
                .map(change -> new ChangeView(change.id().toString(), change.kind(), change.keys()))
                .toList();
        int omitted = diff.omitted() + diff.changes().size() - changes.size();
        return new DifferenceView(diff.added(), diff.removed(), diff.changed(), changes, omitted);
    }
}
