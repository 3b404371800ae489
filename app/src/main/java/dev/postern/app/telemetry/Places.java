package dev.postern.app.telemetry;

import dev.postern.app.telemetry.RequestCounts.Place;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Where requests of all workers are counted by name: so many, and no more. Any thread. */
final class Places {
    /** What comes beyond is counted under a name for all others. */
    static final int MOST = 5_000;

    private final Set<Place> known = ConcurrentHashMap.newKeySet();

    /** False where there are too many already. */
    boolean admit(Place place) {
        return known.contains(place) || (known.size() < MOST && known.add(place));
    }

    void forget(Place place) {
        known.remove(place);
    }
}
