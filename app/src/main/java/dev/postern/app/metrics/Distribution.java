package dev.postern.app.metrics;

/**
 * How values lie on a scale; there is room only for the doublings that occurred. One thread counts, and any may look; whoever
 * wants all to agree has to see that nothing is counted meanwhile.
 */
public final class Distribution {
    private static final int SUM = 0;
    private static final int NOTHING = 1;
    /** The cell that is counted in the first place. */
    private static final int FIRST = 2;
    /** Where the cells begin. */
    private static final int CELLS = 3;

    private static final int STEP = NativeBuckets.PER_DOUBLING;

    private final Scale scale;
    // why all in one array: where a thousand of these are counted in turn, the processor waits for each line of memory.
    private volatile long[] room = new long[CELLS];

    public Distribution(Scale scale) {
        this.scale = scale;
    }

    public void count(long value) {
        long[] now = room;
        Counters.add(now, SUM, value);
        if (scale.isHardlyAnything(value)) {
            Counters.add(now, NOTHING, 1);
            return;
        }
        int cell = scale.cell(value);
        int at = CELLS + cell - (int) now[FIRST];
        if (at < CELLS || at >= now.length) {
            now = widened(now, cell);
            room = now;
            at = CELLS + cell - (int) now[FIRST];
        }
        Counters.add(now, at, 1);
    }

    private static long[] widened(long[] room, int cell) {
        boolean isNew = room.length == CELLS;
        int first = (int) room[FIRST];
        int last = first + room.length - CELLS - 1;
        int from = Math.floorDiv(isNew ? cell : Math.min(first, cell), STEP) * STEP;
        int to = (Math.floorDiv(isNew ? cell : Math.max(last, cell), STEP) + 1) * STEP;
        long[] wide = new long[CELLS + to - from];
        System.arraycopy(room, 0, wide, 0, FIRST);
        wide[FIRST] = from;
        if (!isNew) {
            System.arraycopy(room, CELLS, wide, CELLS + first - from, room.length - CELLS);
        }
        return wide;
    }

    /** As it is now. */
    public Spread spread() {
        long[] now = room;
        long[] cells = new long[now.length - CELLS];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = Counters.get(now, CELLS + i);
        }
        return new Spread(scale, Counters.get(now, SUM), Counters.get(now, NOTHING), (int) now[FIRST], cells);
    }

    /** Adds what lies between the bounds, below the first and above the last. */
    public void addTo(long[] counts, int from) {
        long[] now = room;
        counts[from] += Counters.get(now, NOTHING);
        for (int i = CELLS; i < now.length; i++) {
            long held = Counters.get(now, i);
            if (held > 0) {
                counts[from + scale.placeOf((int) now[FIRST] + i - CELLS)] += held;
            }
        }
    }
}
