package dev.postern.app.service;

import dev.postern.domain.config.Problem;
import java.util.List;

/** What becomes of a change. Problems tell what of it is held back, and warn. */
sealed interface Verdict {
    List<Problem> problems();

    /** @param next what is in force once the transport has taken it */
    record Accepted(InForce next, List<Problem> problems) implements Verdict {}

    /** What is in force is all that can be. */
    record Unchanged(List<Problem> problems) implements Verdict {}

    /** What is in force is all that can be, with credentials that were read anew, or what there is to tell of them. */
    record Reread(InForce next, List<Problem> problems) implements Verdict {}

    /** Nothing of it can be put in force. */
    record Rejected(List<Problem> problems) implements Verdict {}
}
