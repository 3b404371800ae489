package dev.postern.ports.store;

import java.util.Collection;
import java.util.Comparator;

/** The valid spelling that someone probably meant. */
final class Nearest {
    private Nearest() {}

    /** {@code ; did you mean "x"?}, or nothing when no spelling is near. */
    static String hint(String written, Collection<String> valid) {
        int limit = Math.max(1, (written.length() + 1) / 3);
        return valid.stream()
                .filter(candidate -> distance(written, candidate) <= limit)
                .min(Comparator.comparingInt(candidate -> distance(written, candidate)))
                .map(candidate -> "; did you mean \"" + candidate + "\"?")
                .orElse("");
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
