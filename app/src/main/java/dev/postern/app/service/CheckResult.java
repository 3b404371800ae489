package dev.postern.app.service;

import dev.postern.domain.config.Problem;
import dev.postern.domain.snapshot.SnapshotDiff;
import java.util.List;
import java.util.Optional;

/**
 * What would become of a candidate.
 *
 * @param problems errors and warnings
 * @param difference to what is in force; empty when the candidate has errors
 */
public record CheckResult(List<Problem> problems, Optional<SnapshotDiff> difference) {
    public boolean isValid() {
        return difference.isPresent();
    }
}
