package dev.postern.domain.health;

import dev.postern.domain.config.OutliersConfig;
import dev.postern.domain.upstream.EndpointId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Leaves out endpoints of one upstream that fail under traffic. Workers count failures in a row, each for itself, and
 * report when a streak is full; here it is decided. Each ejection lasts twice as long as the one before, until the
 * endpoint has kept well for the longest time that an ejection takes. The control thread owns it.
 */
final class OutlierDetector {
    private final Map<EndpointId, History> histories = new HashMap<>();
    private OutliersConfig config;

    OutlierDetector(OutliersConfig config) {
        this.config = config;
    }

    private static final class History {
        private int ejections;
        private boolean isEjected;
        /** While ejected: when that ends. Afterwards: when it ended. */
        private long endNanos;
    }

    void follow(OutliersConfig next) {
        config = next;
    }

    /** Forgets endpoints that have left. */
    void retain(Set<EndpointId> staying) {
        histories.keySet().retainAll(staying);
    }

    /** A worker has seen it fail too often; true when it is left out from now on. */
    boolean report(EndpointId id, int endpoints, long nowNanos) {
        History history = histories.computeIfAbsent(id, _ -> new History());
        if (history.isEjected
                || (ejected() + 1) * 100L
                        > (long) endpoints * config.maxEjected().value()) {
            return false;
        }
        if (nowNanos - history.endNanos >= config.maxEjectFor().toNanos()) {
            history.ejections = 0;
        }
        history.isEjected = true;
        history.endNanos = nowNanos + durationNanos(history.ejections);
        history.ejections++;
        return true;
    }

    /** A passing probe ends an ejection; true when there was one. */
    boolean probePassed(EndpointId id, long nowNanos) {
        History history = histories.get(id);
        if (history == null || !history.isEjected) {
            return false;
        }
        end(history, nowNanos);
        return true;
    }

    /** Ends the ejections whose time is up, and tells whose. */
    List<EndpointId> release(long nowNanos) {
        List<EndpointId> due = histories.entrySet().stream()
                .filter(entry -> entry.getValue().isEjected && nowNanos - entry.getValue().endNanos >= 0)
                .map(Map.Entry::getKey)
                .toList();
        due.forEach(id -> probePassed(id, nowNanos));
        return due;
    }

    /** When {@link #release} has something to do. */
    OptionalLong nextReleaseNanos() {
        return histories.values().stream()
                .filter(history -> history.isEjected)
                .mapToLong(history -> history.endNanos)
                .reduce((a, b) -> a - b < 0 ? a : b);
    }

    boolean isEjected(EndpointId id) {
        History history = histories.get(id);
        return history != null && history.isEjected;
    }

    /** When its ejection ends, if it is ejected. */
    OptionalLong ejectedUntilNanos(EndpointId id) {
        History history = histories.get(id);
        return history != null && history.isEjected ? OptionalLong.of(history.endNanos) : OptionalLong.empty();
    }

    /** How many ejections it has had since it last kept well for long. */
    int ejections(EndpointId id) {
        History history = histories.get(id);
        return history == null ? 0 : history.ejections;
    }

    private long ejected() {
        return histories.values().stream().filter(history -> history.isEjected).count();
    }

    private static void end(History history, long nowNanos) {
        history.isEjected = false;
        history.endNanos = nowNanos;
    }

    private long durationNanos(int ejectionsBefore) {
        long longest = config.maxEjectFor().toNanos();
        long duration = config.ejectFor().toNanos();
        for (int i = 0; i < ejectionsBefore && duration < longest; i++) {
            duration = duration > longest / 2 ? longest : duration * 2;
        }
        return Math.min(duration, longest);
    }
}
