package dev.postern.app.telemetry;

import java.util.List;

/** How many requests of some seconds ended how, and how long they took. Immutable. */
public final class Tally {
    /** Classes of status, beginning with what ended without an answer. */
    public static final List<String> CLASSES = RequestCounts.STATUSES;

    static final int WIDTH = RequestCounts.STATUSES.size() + RequestCounts.BOUNDS.size() + 1;
    static final Tally NONE = new Tally(new long[WIDTH]);

    private static final int FIRST_DURATION = RequestCounts.STATUSES.size();

    private final long[] counts;

    /** @param counts first by class, then by bucket of duration; not changed any more */
    Tally(long[] counts) {
        this.counts = counts;
    }

    static void add(RequestCounts.Counts from, long[] to) {
        for (int method = 0; method < RequestCounts.METHODS.size(); method++) {
            for (int status = 0; status < FIRST_DURATION; status++) {
                to[status] += from.requests(method, status);
            }
        }
        from.addDurations(to, FIRST_DURATION);
    }

    public long requests() {
        long sum = 0;
        for (int i = 0; i < FIRST_DURATION; i++) {
            sum += counts[i];
        }
        return sum;
    }

    /** @param index in {@link #CLASSES} */
    public long ofClass(int index) {
        return counts[index];
    }

    /** What ended with 5xx or without an answer. */
    public long errors() {
        return counts[0] + counts[FIRST_DURATION - 1];
    }

    /** What a share of the requests, from 0 to 1, did not exceed, as if they lay evenly within a bucket; 0 where there are none. */
    public double quantileMillis(double share) {
        long all = 0;
        for (int i = FIRST_DURATION; i < WIDTH; i++) {
            all += counts[i];
        }
        double wanted = all * share;
        double seen = 0;
        for (int i = FIRST_DURATION; i < WIDTH && all > 0; i++) {
            if (counts[i] > 0 && seen + counts[i] >= wanted) {
                return within(i - FIRST_DURATION, (wanted - seen) / counts[i]);
            }
            seen += counts[i];
        }
        return 0;
    }

    private static double within(int bucket, double part) {
        List<Integer> bounds = RequestCounts.BOUNDS;
        double least = bucket == 0 ? 0 : bounds.get(bucket - 1);
        return bucket < bounds.size() ? least + (bounds.get(bucket) - least) * part : least;
    }
}
