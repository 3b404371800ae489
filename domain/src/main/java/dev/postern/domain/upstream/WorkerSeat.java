package dev.postern.domain.upstream;

import java.util.Optional;

/**
 * Which of how many workers this is, and where the proxy stands.
 *
 * @param index from 0
 * @param zone the proxy's own
 */
public record WorkerSeat(int index, int count, Optional<String> zone) {
    public WorkerSeat {
        if (index < 0 || index >= count) {
            throw new IllegalArgumentException(index + " of " + count);
        }
    }

    /** A single worker without a zone. */
    public static WorkerSeat only() {
        return new WorkerSeat(0, 1, Optional.empty());
    }

    /**
     * This worker's part of a limit, of which 0 is none. Workers don't count together, so each gets a part, and at least
     * one: a limit below the number of workers is exceeded by what is missing.
     */
    public int share(int limit) {
        if (limit == 0) {
            return 0;
        }
        return Math.max(1, limit / count + (index < limit % count ? 1 : 0));
    }
}
