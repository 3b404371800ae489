package dev.postern.domain.compile;

import dev.postern.domain.config.Problem;
import dev.postern.domain.snapshot.Snapshot;
import java.util.List;

/** What came out of compiling. */
public sealed interface Compilation {
    record Compiled(Snapshot snapshot, List<Problem> warnings) implements Compilation {}

    /** At least one of them is an error; warnings are among them. */
    record Rejected(List<Problem> problems) implements Compilation {}
}
