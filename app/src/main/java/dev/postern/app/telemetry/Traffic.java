package dev.postern.app.telemetry;

import dev.postern.ports.telemetry.ExchangeObserver;
import dev.postern.ports.telemetry.Telemetry;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What all workers count of their requests. Any thread. */
public final class Traffic implements Telemetry {
    private final List<RequestCounts> workers = new CopyOnWriteArrayList<>();

    @Override
    public ExchangeObserver observer(int worker) {
        RequestCounts counts = new RequestCounts();
        workers.add(counts);
        return counts;
    }

    /** By place, in the order of the names. */
    Map<RequestCounts.Place, RequestCounts.Counts> counts() {
        Map<RequestCounts.Place, RequestCounts.Counts> sums =
                new TreeMap<>(Comparator.comparing(RequestCounts.Place::listener)
                        .thenComparing(RequestCounts.Place::route)
                        .thenComparing(RequestCounts.Place::upstream));
        workers.forEach(each -> each.forEach((place, counts) -> sums.merge(place, counts, RequestCounts.Counts::plus)));
        return sums;
    }

    long folded() {
        return workers.stream().mapToLong(RequestCounts::folded).sum();
    }
}
