package peers;

import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import peers.Figures.Row;

/** Bars of the rates, each peer's as its share of Postern's; Postern's own is the line. */
final class Chart {
    private static final int BAR = 11;
    private static final int LEFT = 290;
    private static final int UNIT = 360;
    private static final List<String> COLOURS = List.of("#2f6f4f", "#6c8ebf", "#b0885a", "#8a7bb0", "#b05a7a", "#5aa0a0");

    private Chart() {}

    static String of(Figures figures, List<Peer> peers) {
        List<Row> rows = StreamSupport.stream(figures.rows().spliterator(), false).filter(Row::moreIsBetter).toList();
        int group = BAR * peers.size() + 14;
        int height = 60 + group * rows.size();
        StringBuilder svg = new StringBuilder(String.format(Locale.ROOT, """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 860 %d" font-family="sans-serif" font-size="12" role="img" aria-label="Rates beside other proxies">
                <style>text { fill: #24292f } @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } }</style>
                <text x="10" y="20" font-size="14" font-weight="bold">Requests a second, Postern = 1</text>
                """, height));
        int x = LEFT;
        for (int i = 0; i < peers.size(); i++) {
            svg.append(String.format(Locale.ROOT, "<rect x=\"%d\" y=\"11\" width=\"10\" height=\"10\" fill=\"%s\"/><text x=\"%d\" y=\"20\">%s</text>%n", x,
                    COLOURS.get(i), x + 15, peers.get(i).name()));
            x += 90;
        }
        int y = 40;
        for (Row row : rows) {
            svg.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n", LEFT - 10, y + group / 2, row.name()));
            int top = y;
            for (int i = 0; i < peers.size(); i++) {
                double share = i == 0 ? 1 : 1 / Figures.median(figures.ratios(row, "postern", peers.get(i).name()));
                if (!Double.isNaN(share)) {
                    svg.append(String.format(Locale.ROOT, "<rect x=\"%d\" y=\"%d\" width=\"%.0f\" height=\"%d\" fill=\"%s\"/><text x=\"%.0f\" y=\"%d\" font-size=\"9\">%.2f</text>%n",
                            LEFT, top, Math.min(share, 1.4) * UNIT, BAR - 1, COLOURS.get(i), LEFT + Math.min(share, 1.4) * UNIT + 4, top + 9, share));
                }
                top += BAR;
            }
            y += group;
        }
        return svg.append(String.format(Locale.ROOT, "<line x1=\"%d\" y1=\"34\" x2=\"%d\" y2=\"%d\" stroke=\"#2f6f4f\" stroke-dasharray=\"3 3\"/>%n</svg>%n",
                LEFT + UNIT, LEFT + UNIT, height - 14)).toString();
    }
}
