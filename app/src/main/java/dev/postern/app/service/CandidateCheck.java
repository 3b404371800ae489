package dev.postern.app.service;

import dev.postern.domain.config.Element;
import dev.postern.domain.config.EndpointConfig;
import dev.postern.domain.config.Problem;
import dev.postern.domain.snapshot.SnapshotDiff;
import dev.postern.ports.config.ConfigSource.Acceptance;
import dev.postern.ports.config.Fragment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Judges a candidate by itself, as a start with it would, and tells in what it differs. Keeps nothing. */
record CandidateCheck(Judge judge, Function<List<Element>, Map<String, List<EndpointConfig>>> endpoints) {
    CheckResult check(List<Fragment> candidate, Optional<InForce> inForce) {
        Reading reading = new Reading(Acceptance.WHOLE, candidate, List.of());
        Verdict verdict = judge.judge(List.of(reading), endpoints, Optional.empty());
        List<Problem> problems = new ArrayList<>(verdict.problems());
        Optional<SnapshotDiff> difference = Optional.empty();
        if (verdict instanceof Verdict.Accepted(InForce next, List<Problem> found)) {
            problems.addAll(next.warnings());
            problems.addAll(next.credentials().troubles());
            if (found.stream().noneMatch(Problem::isError)) {
                difference = Optional.of(History.difference(inForce, next));
            }
        }
        return new CheckResult(List.copyOf(problems), difference);
    }
}
