package dev.postern.app.metrics;

import java.util.Arrays;
import java.util.List;

/** What values of one kind are sorted by. Immutable. */
public final class Scale {
    /** Bounds of durations. */
    public static final List<Integer> MILLIS =
            List.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000);

    /** Of nanoseconds, shown as seconds. */
    public static final Scale DURATION =
            new Scale(MILLIS.stream().mapToLong(millis -> millis * 1_000_000L).toArray(), 1e9, 0x1p-20);
    /** Of bytes. */
    public static final Scale SIZE =
            new Scale(new long[] {100, 1 << 10, 10 << 10, 100 << 10, 1 << 20, 10 << 20, 100 << 20, 1 << 30}, 1, 0.5);

    private final long[] bounds;
    private final double shownAsOne;
    private final double hardlyAnything;
    /** Of the places above the first one. */
    private final int[] firstCells;

    private Scale(long[] bounds, double shownAsOne, double hardlyAnything) {
        this.bounds = bounds;
        this.shownAsOne = shownAsOne;
        this.hardlyAnything = hardlyAnything;
        firstCells = Arrays.stream(bounds).mapToInt(bound -> cell(bound + 1)).toArray();
    }

    /** Between bounds, below the first and above the last. */
    int places() {
        return bounds.length + 1;
    }

    private int place(long value) {
        int place = 0;
        while (place < bounds.length && value > bounds[place]) {
            place++;
        }
        return place;
    }

    /**
     * What is counted together: all that is between the same bounds and in the same bucket of a native histogram. Both grow
     * with the value, so one number tells both.
     *
     * @param value that is more than hardly anything
     */
    int cell(long value) {
        return NativeBuckets.of(shown(value)) + place(value);
    }

    int placeOf(int cell) {
        int place = 0;
        while (place < firstCells.length && cell >= firstCells[place]) {
            place++;
        }
        return place;
    }

    int bucketOf(int cell) {
        return cell - placeOf(cell);
    }

    double shown(long value) {
        return value / shownAsOne;
    }

    /** The bounds as they are shown, and infinity. */
    double[] shownBounds() {
        double[] shown =
                Arrays.copyOf(Arrays.stream(bounds).mapToDouble(this::shown).toArray(), places());
        shown[bounds.length] = Double.POSITIVE_INFINITY;
        return shown;
    }

    /** What is shown as no more than this counts as nothing; it is below all bounds. */
    double hardlyAnything() {
        return hardlyAnything;
    }

    boolean isHardlyAnything(long value) {
        return shown(value) <= hardlyAnything;
    }
}
