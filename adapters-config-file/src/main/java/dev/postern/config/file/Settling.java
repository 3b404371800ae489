package dev.postern.config.file;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Looks at files until they hold still, so that nothing half-written and no half of a swapped mount is believed. An empty
 * or missing file is more often being written than meant, and one that was written in place a moment ago may not be
 * whole: they must hold still for longer. A file that was renamed into its place is believed soon.
 */
record Settling(Supplier<Look> looks, Pace pace, BooleanSupplier closed, InstantSource clock) {
    static final int MOST_LOOKS = 200;
    static final int AGREEING = 2;
    static final int AGREEING_IN_DOUBT = 10;
    static final Duration RESTED = Duration.ofSeconds(2);

    /** What the files hold once enough looks in a row agree, or at once where that is what was told already. */
    Look settle(Optional<Look> told) throws InterruptedException {
        Look last = looks.get();
        if (told.isEmpty() && hasRested(last)) {
            return last;
        }
        int agreed = 1;
        for (int count = 1; count < MOST_LOOKS && !closed.getAsBoolean(); count++) {
            if (told.equals(Optional.of(last)) || agreed >= (isDoubtful(last, told) ? AGREEING_IN_DOUBT : AGREEING)) {
                return last;
            }
            Thread.sleep(pace.settle());
            Look next = looks.get();
            agreed = next.equals(last) ? agreed + 1 : 1;
            last = next;
        }
        return new Look.Unseen("the files keep changing while they are read");
    }

    /** At the start, files that nobody has touched for a while need no second look: the first answer comes sooner. */
    private boolean hasRested(Look look) {
        return look instanceof Look.Seen seen
                && !seen.hasEmpty()
                && seen.newest().time().isBefore(clock.instant().minus(RESTED));
    }

    private boolean isDoubtful(Look look, Optional<Look> told) {
        return switch (look) {
            case Look.Unseen _ -> true;
            case Look.Seen seen ->
                seen.hasEmpty()
                        || (told.isPresent() && isBeingWritten(seen))
                        || (told.orElse(seen) instanceof Look.Seen earlier && seen.lacksAnyOf(earlier));
        };
    }

    /** Whoever writes in place may only be pausing; half of a YAML text is mostly YAML as well. */
    private boolean isBeingWritten(Look.Seen seen) {
        Duration age = Duration.between(seen.newest().written(), clock.instant());
        return !age.isNegative() && age.compareTo(pace.writing()) < 0;
    }
}
