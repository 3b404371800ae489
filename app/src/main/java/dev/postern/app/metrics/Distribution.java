package dev.postern.app.metrics;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** How values lie on a scale. One thread counts, and any may look; whoever wants all to agree has to see that nothing is counted meanwhile. */
public final class Distribution {
    private final Scale scale;
    private final AtomicLongArray counts;
    private final AtomicLong sum = new AtomicLong();
    private final GrowingBuckets buckets;

    public Distribution(Scale scale) {
        this.scale = scale;
        counts = new AtomicLongArray(scale.places());
        buckets = new GrowingBuckets(scale.hardlyAnything());
    }

    public void count(long value) {
        int place = scale.place(value);
        counts.setRelease(place, counts.getPlain(place) + 1);
        sum.setRelease(sum.getPlain() + value);
        buckets.count(scale.shown(value));
    }

    /** Up to the bound of that index and above the one before it; the last one is above all bounds. */
    public long count(int place) {
        return counts.get(place);
    }

    /** As it is now. */
    public Spread spread() {
        long[] now = new long[counts.length()];
        for (int i = 0; i < now.length; i++) {
            now[i] = counts.get(i);
        }
        return new Spread(scale, now, sum.get(), buckets.filled());
    }
}
