package dev.postern.app.telemetry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The last seconds of what only grows, as a ring. Guarded by who holds it. */
final class Seconds {
    private final int[] ring;
    private final int size;
    private final long[] grown = new long[Tally.WIDTH];
    private final long[] before = new long[Tally.WIDTH];
    private long newest;

    /** @param now a second that has no figures yet */
    Seconds(int size, long now) {
        this.size = size;
        ring = new int[size * Tally.WIDTH];
        newest = now;
    }

    void add(long[] more) {
        for (int i = 0; i < Tally.WIDTH; i++) {
            grown[i] += more[i];
        }
    }

    /** What was added now is all that there is at the end of this second. */
    void end(long second) {
        newest = Math.max(newest, second - size);
        while (newest < second) {
            newest++;
            Arrays.fill(ring, at(newest), at(newest) + Tally.WIDTH, 0);
        }
        for (int i = 0; i < Tally.WIDTH; i++) {
            ring[at(newest) + i] += (int) Math.max(0, grown[i] - before[i]);
        }
        forget();
    }

    /** What was added was there before anybody looked. */
    void forget() {
        System.arraycopy(grown, 0, before, 0, Tally.WIDTH);
        Arrays.fill(grown, 0);
    }

    private int at(long second) {
        return (int) Math.floorMod(second, (long) size) * Tally.WIDTH;
    }

    /** The oldest first; no more than are kept. */
    List<Tally> last(int count) {
        List<Tally> tallies = new ArrayList<>();
        for (long second = newest - Math.min(count, size) + 1; second <= newest; second++) {
            tallies.add(new Tally(sum(second, second)));
        }
        return tallies;
    }

    Tally sum(int count) {
        return new Tally(sum(newest - Math.min(count, size) + 1, newest));
    }

    private long[] sum(long first, long last) {
        long[] sum = new long[Tally.WIDTH];
        for (long second = first; second <= last; second++) {
            for (int i = 0; i < Tally.WIDTH; i++) {
                sum[i] += ring[at(second) + i];
            }
        }
        return sum;
    }
}
