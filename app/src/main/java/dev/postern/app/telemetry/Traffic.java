package dev.postern.app.telemetry;

import dev.postern.app.telemetry.RequestCounts.Place;
import dev.postern.ports.telemetry.ExchangeObserver;
import dev.postern.ports.telemetry.Telemetry;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** What all workers count of their requests. Any thread. */
public final class Traffic implements Telemetry {
    private static final long KEPT_NANOS = 3_600_000_000_000L;

    private final List<RequestCounts> workers = new CopyOnWriteArrayList<>();
    private final Places places = new Places();
    private final Map<Place, Quiet> quiet = new HashMap<>();

    /** Of a place that is not configured any more: since when it has had no requests, and how many before. */
    private record Quiet(long sinceNanos, long requests) {}

    @Override
    public ExchangeObserver observer(int worker) {
        RequestCounts counts = new RequestCounts(places);
        workers.add(counts);
        return counts;
    }

    /** By place, in the order of the names. */
    Map<Place, Counted> counted() {
        Map<Place, Counted> sums = new TreeMap<>(Comparator.comparing(Place::listener)
                .thenComparing(Place::route)
                .thenComparing(Place::upstream));
        forEach((place, counts) -> sums.merge(place, counts.counted(), Counted::plus));
        return sums;
    }

    /** Each place of each worker. */
    void forEach(BiConsumer<Place, RequestCounts.Counts> action) {
        workers.forEach(each -> each.forEach(action));
    }

    /**
     * Forgets places that are not configured and have had no requests for an hour, so that names that come and go don't use
     * up the room for new ones.
     *
     * @param all as they were just counted
     */
    synchronized void forgetGone(Map<Place, Counted> all, Predicate<Place> isConfigured, long nowNanos) {
        quiet.keySet().removeIf(place -> !all.containsKey(place) || isConfigured.test(place));
        all.forEach((place, counted) -> {
            if (isConfigured.test(place)) {
                return;
            }
            Quiet now = quiet.compute(
                    place,
                    (_, known) -> known != null && known.requests == counted.requests()
                            ? known
                            : new Quiet(nowNanos, counted.requests()));
            if (nowNanos - now.sinceNanos >= KEPT_NANOS) {
                quiet.remove(place);
                workers.forEach(each -> each.forget(place));
                places.forget(place);
            }
        });
    }

    long folded() {
        return workers.stream().mapToLong(RequestCounts::folded).sum();
    }
}
