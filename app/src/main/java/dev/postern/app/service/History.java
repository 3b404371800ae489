package dev.postern.app.service;

import dev.postern.domain.config.Element;
import dev.postern.domain.snapshot.SnapshotDiff;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The last configurations that were in force, with their elements, and the last changes of endpoints alone, so that busy
 * discovery does not push configurations out. Written by the control thread, read by any.
 */
final class History {
    static final int MOST = 50;

    private record Kept(HistoryEntry entry, List<List<Element>> bySource) {}

    private final Deque<Kept> configurations = new ArrayDeque<>();
    private final Deque<Kept> endpointsOnly = new ArrayDeque<>();
    private volatile List<HistoryEntry> entries = List.of();
    private volatile Optional<InForce> last = Optional.empty();

    /** Returns in what it differs from the one before. */
    SnapshotDiff add(InForce next, Instant at, String cause) {
        SnapshotDiff difference = difference(last, next);
        boolean isConfiguration = last.isEmpty() || !last.get().bySource().equals(next.bySource());
        Deque<Kept> list = isConfiguration ? configurations : endpointsOnly;
        list.addFirst(new Kept(
                new HistoryEntry(next.snapshot().version(), at, cause, difference, isConfiguration), next.bySource()));
        if (list.size() > MOST) {
            list.removeLast();
        }
        last = Optional.of(next);
        List<HistoryEntry> all = new ArrayList<>();
        configurations.forEach(kept -> all.add(kept.entry()));
        endpointsOnly.forEach(kept -> all.add(kept.entry()));
        all.sort(Comparator.comparingLong(HistoryEntry::version).reversed());
        entries = List.copyOf(all);
        return difference;
    }

    static SnapshotDiff difference(Optional<InForce> before, InForce next) {
        return SnapshotDiff.between(
                before.map(InForce::elements).orElse(List.of()),
                before.map(InForce::discovered).orElse(Map.of()),
                next.elements(),
                next.discovered());
    }

    /** What would change of these elements if a configuration that is still kept came back; control thread. */
    Optional<SnapshotDiff> difference(List<Element> now, long to) {
        return find(to).map(bySource -> SnapshotDiff.between(
                now, Map.of(), bySource.stream().flatMap(List::stream).toList(), Map.of()));
    }

    List<HistoryEntry> entries() {
        return entries;
    }

    /** The elements of a configuration that is still kept, by source; control thread. */
    Optional<List<List<Element>>> find(long version) {
        return configurations.stream()
                .filter(kept -> kept.entry().version() == version)
                .map(Kept::bySource)
                .findFirst();
    }
}
