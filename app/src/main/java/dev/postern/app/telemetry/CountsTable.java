package dev.postern.app.telemetry;

import dev.postern.app.telemetry.RequestCounts.Counts;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The places of one worker by their names. One thread's. */
final class CountsTable {
    private static final int LEAST = 16;
    /** Spreads numbers that lie together. */
    private static final int SPREAD = 0x9e3779b9;

    // why not a map: among a thousand routes each object on the way is one more line of memory to wait for.
    private @Nullable Counts[] slots = new @Nullable Counts[LEAST];
    private int used;

    @Nullable
    Counts find(String listener, String route, String upstream) {
        int slot = firstSlot(route);
        Counts counts = slots[slot];
        while (counts != null && !counts.isOf(listener, route, upstream)) {
            slot = (slot + 1) & (slots.length - 1);
            counts = slots[slot];
        }
        return counts;
    }

    private int firstSlot(String route) {
        return (route.hashCode() * SPREAD) >>> (Integer.numberOfLeadingZeros(slots.length) + 1);
    }

    /** One that is not there. */
    void add(Counts counts) {
        if (used >= slots.length / 2) {
            rebuild();
        }
        put(counts);
    }

    private void put(Counts counts) {
        int slot = firstSlot(counts.route());
        while (slots[slot] != null) {
            slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = counts;
        used++;
    }

    private void rebuild() {
        Counts[] there = Arrays.stream(slots)
                .filter(Objects::nonNull)
                .filter(counts -> !counts.isForgotten())
                .toArray(Counts[]::new);
        slots = new @Nullable Counts[Math.max(LEAST, Integer.highestOneBit(there.length + 1) * 4)];
        used = 0;
        for (Counts counts : there) {
            put(counts);
        }
    }
}
