package dev.postern.app.cli;

import dev.postern.app.service.Inspection;
import dev.postern.domain.config.Problem;
import dev.postern.domain.config.ProxyConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One configuration that was checked.
 *
 * @param sources as they were given
 */
record Checked(List<String> sources, Inspection inspection) {
    /** @param strict whether a warning counts as a problem */
    int exitCode(Strictness strict) {
        boolean isFine = inspection.problems().stream()
                .allMatch(problem -> strict == Strictness.ERRORS_ONLY && !problem.isError());
        return switch (inspection) {
            case Inspection.Unreadable _ -> ExitCode.CANNOT_START;
            case Inspection.Unsound _ -> ExitCode.PROBLEM;
            case Inspection.Sound _ -> isFine ? ExitCode.OK : ExitCode.PROBLEM;
        };
    }

    enum Strictness {
        ERRORS_ONLY,
        WARNINGS_TOO
    }

    List<Problem> problems() {
        return Findings.inOrder(inspection.problems());
    }

    /** Why it could not be read, a line each. */
    List<String> reasons() {
        return inspection instanceof Inspection.Unreadable unreadable ? unreadable.reasons() : List.of();
    }

    /** How many there are of each; empty where nothing could be made of it. */
    Map<String, Integer> counts() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        if (inspection instanceof Inspection.Sound sound) {
            ProxyConfig config = sound.snapshot().config();
            counts.put("routes", config.routes().size());
            counts.put("listeners", config.listeners().size());
            counts.put("upstreams", config.upstreams().size());
        }
        return counts;
    }
}
