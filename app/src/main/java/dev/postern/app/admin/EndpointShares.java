package dev.postern.app.admin;

import dev.postern.ports.traffic.EndpointCounts;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which endpoints have series of their own, as there is room for so many only. Upstreams have them whole or not at all, and
 * the largest go without first: what is counted of one upstream together never shrinks when an endpoint leaves.
 *
 * @param shown in the order of the names
 */
record EndpointShares(Map<String, List<EndpointCounts>> byUpstream, Set<String> folded, List<Shown> shown) {
    static final int MOST = 10_000;

    private static final String OTHERS = "(others)";

    record Shown(Labels labels, EndpointCounts counts) {}

    static EndpointShares of(Collection<EndpointCounts> all) {
        Map<String, List<EndpointCounts>> byUpstream = new TreeMap<>();
        all.forEach(each -> byUpstream
                .computeIfAbsent(each.id().upstream(), _ -> new ArrayList<>())
                .add(each));
        Set<String> folded = new TreeSet<>();
        int left = MOST;
        List<Map.Entry<String, List<EndpointCounts>>> smallestFirst = byUpstream.entrySet().stream()
                .sorted(Comparator.comparingInt(each -> each.getValue().size()))
                .toList();
        for (Map.Entry<String, List<EndpointCounts>> each : smallestFirst) {
            left -= each.getValue().size();
            if (left < 0) {
                folded.add(each.getKey());
            }
        }
        List<Shown> shown = byUpstream.entrySet().stream()
                .filter(each -> !folded.contains(each.getKey()))
                .flatMap(each -> each.getValue().stream())
                .map(each -> new Shown(
                        labels(each.id().upstream(), each.id().address().toString()), each))
                .sorted(Comparator.comparing(Shown::labels))
                .toList();
        return new EndpointShares(byUpstream, folded, shown);
    }

    /** For what is counted of all endpoints of an upstream together. */
    static Labels labelsOfAll(String upstream) {
        return labels(upstream, OTHERS);
    }

    private static Labels labels(String upstream, String endpoint) {
        return Labels.of("upstream", upstream, "endpoint", endpoint);
    }

    List<EndpointCounts> of(String upstream) {
        return byUpstream.getOrDefault(upstream, List.of());
    }

    boolean isFolded(String upstream) {
        return folded.contains(upstream);
    }

    int foldedEndpoints() {
        return folded.stream().mapToInt(each -> of(each).size()).sum();
    }
}
