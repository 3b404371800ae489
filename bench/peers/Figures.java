package peers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was measured, by row and proxy, round by round. */
final class Figures {
    /** One line of the table. More is better for rates, less for everything else. */
    record Row(String name, String unit, boolean moreIsBetter) {}

    private final Map<Row, Map<String, List<Double>>> rows = new LinkedHashMap<>();

    void add(Row row, String peer, double value) {
        rows.computeIfAbsent(row, _ -> new LinkedHashMap<>()).computeIfAbsent(peer, _ -> new ArrayList<>()).add(value);
    }

    Iterable<Row> rows() {
        return rows.keySet();
    }

    boolean isMissing(Row row) {
        return !rows.containsKey(row);
    }

    List<Double> of(Row row, String peer) {
        return rows.get(row).getOrDefault(peer, List.of());
    }

    double median(Row row, String peer) {
        return median(of(row, peer));
    }

    /** Of one proxy to another, round by round: what disturbed a round disturbed both. There is none to nothing. */
    List<Double> ratios(Row row, String peer, String to) {
        List<Double> mine = of(row, peer);
        List<Double> others = of(row, to);
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(mine.size(), others.size()); i++) {
            if (others.get(i) != 0) {
                ratios.add(mine.get(i) / others.get(i));
            }
        }
        return ratios;
    }

    static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.isEmpty() ? Double.NaN : sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
