package dev.postern.app.service;

import dev.postern.app.logging.Quoted;
import dev.postern.domain.config.Problem;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The problems that hold now. Each is logged when it appears and when it has gone, however often it is found in between.
 * Written by the control thread, read by any.
 */
final class ProblemBook {
    private static final Logger log = LoggerFactory.getLogger(ProblemBook.class);

    private volatile List<Problem> current = List.of();

    List<Problem> current() {
        return current;
    }

    /** True when an error is among them that was not there before. */
    boolean replace(List<Problem> problems) {
        boolean isWorse = false;
        Set<Problem> before = new LinkedHashSet<>(current);
        Set<Problem> now = new LinkedHashSet<>(problems);
        for (Problem problem : now) {
            if (!before.contains(problem)) {
                isWorse |= problem.isError();
                log.warn("event=config-problem problem={}", new Quoted(problem));
            }
        }
        for (Problem problem : before) {
            if (!now.contains(problem)) {
                log.info("event=config-problem-gone problem={}", new Quoted(problem));
            }
        }
        current = List.copyOf(now);
        return isWorse;
    }
}
