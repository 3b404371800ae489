package dev.postern.app.admin;

import dev.postern.domain.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The routes of each listener in matching order. Immutable.
 *
 * @param counts how many routes a listener has
 */
record RouteList(long version, List<Position> positions, Map<String, Integer> counts) {
    record Position(String listener, int position, String route) {}

    static RouteList of(Snapshot snapshot) {
        List<Position> all = new ArrayList<>();
        Map<String, Integer> counts = new HashMap<>();
        for (String listener : snapshot.config().listeners().keySet()) {
            List<String> names = new ArrayList<>();
            Optional.ofNullable(snapshot.tcpListeners().get(listener))
                    .ifPresent(tcp -> names.addAll(tcp.routes().inMatchingOrder()));
            Optional.ofNullable(snapshot.httpListeners().get(listener))
                    .ifPresent(http -> names.addAll(http.routes().inMatchingOrder()));
            counts.put(listener, names.size());
            for (int i = 0; i < names.size(); i++) {
                all.add(new Position(listener, i + 1, names.get(i)));
            }
        }
        return new RouteList(snapshot.version(), List.copyOf(all), Map.copyOf(counts));
    }

    /** The last one that was made: kept for one snapshot, as sorting takes longer than reading a page. Any thread. */
    static final class Kept {
        private volatile Optional<RouteList> last = Optional.empty();

        RouteList of(Snapshot snapshot) {
            Optional<RouteList> known = last.filter(list -> list.version() == snapshot.version());
            RouteList list = known.orElseGet(() -> RouteList.of(snapshot));
            last = Optional.of(list);
            return list;
        }
    }
}
