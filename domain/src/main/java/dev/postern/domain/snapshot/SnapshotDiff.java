package dev.postern.domain.snapshot;

import dev.postern.domain.config.ConfigTree;
import dev.postern.domain.config.Element;
import dev.postern.domain.config.ElementId;
import dev.postern.domain.config.EndpointConfig;
import dev.postern.domain.config.Section;
import dev.postern.domain.snapshot.ElementChange.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What changed between two configurations, element by element. Where the places of writing moved, nothing did.
 *
 * @param changes at most {@link #MOST_CHANGES}; removed and changed elements in the order before, then added ones
 * @param omitted how many more there are
 */
public record SnapshotDiff(List<ElementChange> changes, int added, int removed, int changed, int omitted) {
    public static final int MOST_CHANGES = 1000;

    public static final SnapshotDiff NONE = new SnapshotDiff(List.of(), 0, 0, 0, 0);

    /** The discovered endpoints of one upstream appear as the key {@code discovered[ADDRESS]} of it. */
    public static SnapshotDiff between(
            Collection<Element> before,
            Map<String, List<EndpointConfig>> discoveredBefore,
            Collection<Element> after,
            Map<String, List<EndpointConfig>> discoveredAfter) {
        Found found = new Found();
        Map<ElementId, Element> now = HashMap.newHashMap(after.size());
        after.forEach(element -> now.put(element.id(), element));
        Set<ElementId> known = HashSet.newHashSet(before.size());
        Set<String> moved = changedEndpoints(discoveredBefore, discoveredAfter);
        for (Element element : before) {
            known.add(element.id());
            Element other = now.get(element.id());
            if (other == null) {
                found.add(element.id(), Kind.REMOVED, List.of());
            } else if (isUpstream(element.id(), moved) || isDifferent(element, other)) {
                List<ConfigTree.Difference> keys = new ArrayList<>(ConfigTree.differences(element, other));
                if (isUpstream(element.id(), moved)) {
                    String name = element.id().name();
                    keys.addAll(endpoints(
                            discoveredBefore.getOrDefault(name, List.of()),
                            discoveredAfter.getOrDefault(name, List.of())));
                }
                found.add(element.id(), Kind.CHANGED, keys);
            }
        }
        for (Element element : after) {
            if (!known.contains(element.id())) {
                found.add(element.id(), Kind.ADDED, List.of());
            }
        }
        return found.diff();
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    private static boolean isDifferent(Element before, Element after) {
        return !Objects.equals(before.value(), after.value());
    }

    private static boolean isUpstream(ElementId id, Set<String> names) {
        return id.section() == Section.UPSTREAMS && names.contains(id.name());
    }

    private static Set<String> changedEndpoints(
            Map<String, List<EndpointConfig>> before, Map<String, List<EndpointConfig>> after) {
        Set<String> names = new HashSet<>(before.keySet());
        names.addAll(after.keySet());
        names.removeIf(name -> before.getOrDefault(name, List.of()).equals(after.getOrDefault(name, List.of())));
        return names;
    }

    private static List<ConfigTree.Difference> endpoints(List<EndpointConfig> before, List<EndpointConfig> after) {
        Map<String, EndpointConfig> was = byAddress(before);
        Map<String, EndpointConfig> is = byAddress(after);
        List<ConfigTree.Difference> keys = new ArrayList<>();
        was.forEach((address, endpoint) -> {
            EndpointConfig now = is.get(address);
            if (!endpoint.equals(now)) {
                keys.add(new ConfigTree.Difference(
                        "discovered[" + address + "]",
                        Optional.of(weight(endpoint)),
                        Optional.ofNullable(now).map(SnapshotDiff::weight)));
            }
        });
        is.forEach((address, endpoint) -> {
            if (!was.containsKey(address)) {
                keys.add(new ConfigTree.Difference(
                        "discovered[" + address + "]", Optional.empty(), Optional.of(weight(endpoint))));
            }
        });
        return keys;
    }

    private static String weight(EndpointConfig endpoint) {
        return "weight " + endpoint.weight() + (endpoint.backup() ? ", backup" : "");
    }

    private static Map<String, EndpointConfig> byAddress(List<EndpointConfig> endpoints) {
        Map<String, EndpointConfig> byAddress = new LinkedHashMap<>();
        endpoints.forEach(endpoint -> byAddress.put(endpoint.address().toString(), endpoint));
        return byAddress;
    }

    private static final class Found {
        private final List<ElementChange> changes = new ArrayList<>();
        private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
        private int all;

        void add(ElementId id, Kind kind, List<ConfigTree.Difference> keys) {
            counts.merge(kind, 1, Integer::sum);
            if (all++ < MOST_CHANGES) {
                changes.add(new ElementChange(id, kind, List.copyOf(keys)));
            }
        }

        SnapshotDiff diff() {
            return new SnapshotDiff(
                    List.copyOf(changes),
                    counts.getOrDefault(Kind.ADDED, 0),
                    counts.getOrDefault(Kind.REMOVED, 0),
                    counts.getOrDefault(Kind.CHANGED, 0),
                    all - changes.size());
        }
    }
}
