package dev.postern.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What {@code top} shows of a text that is longer and wider than the terminal, and what its keys do. One thread. */
final class TopScreen {
    private static final String BOLD = "\u001b[1m";
    private static final String RED = "\u001b[31m";
    private static final String DIM = "\u001b[2m";
    private static final String REVERSE = "\u001b[7m";
    private static final String PLAIN = "\u001b[0m";
    private static final int LINES_OF_HEAD = 2;

    private List<String> text = List.of();
    private Optional<String> trouble = Optional.empty();
    private String order;
    private boolean isUnwellOnly;
    private boolean isOver;
    private int offset;
    private int page = 1;

    TopScreen(String order) {
        this.order = order;
    }

    String order() {
        return order;
    }

    boolean isUnwellOnly() {
        return isUnwellOnly;
    }

    boolean isOver() {
        return isOver;
    }

    void show(String overview) {
        text = overview.lines().toList();
        trouble = Optional.empty();
    }

    /** What was shown last stays. */
    void lost(String reason) {
        trouble = Optional.of(reason);
    }

    /** True where it has to be asked again to be shown. */
    boolean press(Key key) {
        switch (key) {
            case QUIT -> isOver = true;
            case SORT -> {
                List<String> orders = TopCommand.ORDERS;
                order = orders.get((orders.indexOf(order) + 1) % orders.size());
            }
            case UNWELL -> isUnwellOnly = !isUnwellOnly;
            case UP -> offset--;
            case DOWN -> offset++;
            case PAGE_UP -> offset -= page;
            case PAGE_DOWN -> offset += page;
            case OTHER -> {}
        }
        return key == Key.SORT || key == Key.UNWELL;
    }

    /** The lines of the whole screen: the head always, the rest as far as it was scrolled, and what the keys do. */
    List<String> lines(Terminal.Size size) {
        int head = Math.min(LINES_OF_HEAD, text.size());
        int room = Math.max(1, size.rows() - head - 1);
        page = room;
        offset = Math.max(0, Math.min(offset, text.size() - head - room));
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < head; i++) {
            lines.add(BOLD + cut(text.get(i), size.columns()) + PLAIN);
        }
        text.stream()
                .skip((long) head + offset)
                .limit(room)
                .forEach(line -> lines.add(colour(line) + cut(line, size.columns()) + PLAIN));
        while (lines.size() < head + room) {
            lines.add("");
        }
        lines.add(foot(size.columns()));
        return lines;
    }

    private String foot(int columns) {
        if (trouble.isPresent()) {
            return RED + REVERSE + cut(trouble.get() + "; trying again", columns) + PLAIN;
        }
        String keys = "q quit   s sorted by " + order + "   u " + (isUnwellOnly ? "unwell only" : "all upstreams")
                + "   arrows scroll";
        return DIM + cut(keys, columns) + PLAIN;
    }

    private static String colour(String line) {
        if (line.startsWith("!")) {
            return RED;
        }
        boolean isHeading = !line.isEmpty()
                && line.strip().equals(line.strip().toUpperCase(Locale.ROOT))
                && Character.isUpperCase(line.charAt(0));
        return isHeading ? DIM : "";
    }

    private static String cut(String line, int columns) {
        return line.length() > columns ? line.substring(0, Math.max(0, columns)) : line;
    }
}
