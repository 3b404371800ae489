package dev.postern.app.service;

import dev.postern.domain.config.Problem;
import dev.postern.domain.snapshot.SnapshotDiff;
import java.util.List;

/** What became of a change that a person asked for. */
public sealed interface ChangeOutcome {
    /** @param problems what it warns of, and what is still held back */
    record Applied(long version, SnapshotDiff difference, List<Problem> problems) implements ChangeOutcome {}

    /** It is what is in force already. */
    record Unchanged(long version) implements ChangeOutcome {}

    /** Nothing has changed. */
    record Refused(String reason, List<Problem> problems) implements ChangeOutcome {}
}
