package dev.postern.config.file;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How messages show what was written, and find what may have been meant. */
final class Texts {
    private static final int SHOWN = 60;

    private Texts() {}

    /** The text between backticks, on one line, cut where it is long. */
    static String quote(String text) {
        return "`" + visible(text) + "`";
    }

    /** The text on one line, cut where it is long. */
    static String visible(String text) {
        int length = text.codePointCount(0, text.length());
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(SHOWN).forEach(point -> shown.appendCodePoint(visible(point)));
        return shown.append(length > SHOWN ? "..." : "").toString();
    }

    /** The text with nothing in it that would end a line or confuse a terminal. */
    static String printable(String text) {
        if (text.chars().noneMatch(unit -> Character.isISOControl(unit) || Character.isSurrogate((char) unit))) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(point -> shown.appendCodePoint(visible(point)));
        return shown.toString();
    }

    static String oneLine(String text) {
        return text.chars().anyMatch(Character::isISOControl) ? visible(text) : text;
    }

    private static int visible(int point) {
        if (point == '\n' || point == '\r' || point == '\t') {
            return ' ';
        }
        return Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE ? '?' : point;
    }

    /** {@code a}, {@code a or b}, {@code a, b or c}. */
    static String oneOf(List<String> choices) {
        int last = choices.size() - 1;
        return last < 1 ? choices.getFirst() : String.join(", ", choices.subList(0, last)) + " or " + choices.get(last);
    }

    /** The choice that the text is most likely meant to be, where one is near. */
    static Optional<String> nearest(String text, Collection<String> choices) {
        String plain = plain(text);
        String best = "";
        int least = Integer.MAX_VALUE;
        for (String choice : choices) {
            int distance = distance(plain, plain(choice));
            if (distance < least && distance <= Math.max(1, Math.min(plain.length(), choice.length()) / 3)) {
                least = distance;
                best = choice;
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(best);
    }

    private static String plain(String text) {
        // why: max_connections and MaxConnections are maxConnections in another convention.
        return text.substring(0, Math.min(text.length(), SHOWN))
                .toLowerCase(Locale.ROOT)
                .replace("-", "")
                .replace("_", "")
                .replace(" ", "");
    }

    /** Insertions, deletions, replacements, and swaps of neighbours. */
    private static int distance(String from, String to) {
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, from, to, i, j);
            }
        }
        return cost[from.length()][to.length()];
    }

    private static int step(int[][] cost, String from, String to, int i, int j) {
        int replaced = cost[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
