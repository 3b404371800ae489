package dev.postern.app.service;

import dev.postern.domain.config.Problem;
import dev.postern.domain.snapshot.SnapshotDiff;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A change that a person asked for and waits for. It is done at once, and wholly or not at all. */
record Order(Ruling ruling, CompletableFuture<ChangeOutcome> answer) {
    void applied(long version, SnapshotDiff difference, List<Problem> problems) {
        answer.complete(new ChangeOutcome.Applied(version, difference, problems));
    }

    void refused(String reason, List<Problem> problems) {
        answer.complete(new ChangeOutcome.Refused(reason, problems));
    }

    void unchanged(long version) {
        answer.complete(new ChangeOutcome.Unchanged(version));
    }
}
