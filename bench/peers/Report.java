package peers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import peers.Figures.Row;

/** The figures for people, and for programs. */
final class Report {
    private final Options options;
    private final List<Peer> peers;
    private final Figures figures;
    private final String cores;

    Report(Options options, List<Peer> peers, Figures figures, String cores) {
        this.options = options;
        this.peers = peers;
        this.figures = figures;
        this.cores = cores;
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        for (Peer peer : peers) {
            text.append("- ").append(peer.name()).append(": ").append(peer.version().orElse("")).append('\n');
        }
        text.append(String.format(Locale.ROOT, "- %d round%s of %d s each, in turn; %s; %d processors%n%n", options.rounds(),
                options.rounds() == 1 ? "" : "s", options.seconds(),
                cores.equals("one") ? "the proxy alone on one core, load and backend on the others" : "everything on all cores",
                Runtime.getRuntime().availableProcessors()));
        List<Peer> others = peers.subList(1, peers.size());
        text.append("| median | unit |");
        peers.forEach(peer -> text.append(' ').append(peer.name()).append(" |"));
        others.forEach(peer -> text.append(" postern / ").append(peer.name()).append(" |"));
        text.append("\n|---|---|").append("---:|".repeat(peers.size() + others.size())).append('\n');
        for (Row row : figures.rows()) {
            text.append("| ").append(row.name()).append(" | ").append(row.unit()).append(" |");
            peers.forEach(peer -> text.append(' ').append(figure(figures.median(row, peer.name()))).append(" |"));
            others.forEach(peer -> text.append(' ').append(ratio(figures.ratios(row, "postern", peer.name()))).append(" |"));
            text.append('\n');
        }
        text.append("\nRatios are medians of those of each round, with the lowest and the highest; for rates more is better, for all else less.\n");
        return text.toString();
    }

    private static String figure(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }

    private static String ratio(List<Double> ratios) {
        return ratios.isEmpty() ? "" : String.format(Locale.ROOT, "**%.2f** (%.2f to %.2f)", Figures.median(ratios), Collections.min(ratios),
                Collections.max(ratios));
    }

    String json() {
        List<String> rows = new ArrayList<>();
        for (Row row : figures.rows()) {
            String values = peers.stream()
                    .map(peer -> "\"" + peer.name() + "\": " + figures.of(row, peer.name()))
                    .collect(Collectors.joining(", "));
            rows.add("    { \"name\": \"" + row.name() + "\", \"unit\": \"" + row.unit() + "\", " + values + " }");
        }
        String versions = peers.stream()
                .map(peer -> "\"" + peer.name() + "\": \"" + peer.version().orElse("").replace("\"", "'") + "\"")
                .collect(Collectors.joining(", "));
        return "{\n  \"cores\": \"" + cores + "\",\n  \"versions\": { " + versions + " },\n  \"rows\": [\n" + String.join(",\n", rows)
                + "\n  ]\n}\n";
    }
}
