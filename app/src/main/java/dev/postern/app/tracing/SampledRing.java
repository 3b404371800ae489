package dev.postern.app.tracing;

import dev.postern.domain.rewrite.Redaction;
import dev.postern.ports.telemetry.FinishedExchange;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Sampled requests on their way from one worker to the thread that sends their spans: one thread copies them in, another one
 * reads them there, and neither waits for the other. Those for which there is no room are dropped and counted.
 */
final class SampledRing {
    private final @Nullable SampledExchange[] places;
    private final AtomicLong dropped;
    private final AtomicLong put = new AtomicLong();
    private final AtomicLong released = new AtomicLong();
    private int shown;

    /** @param dropped counts the spans that there was no room for */
    SampledRing(int capacity, AtomicLong dropped) {
        this.dropped = dropped;
        places = new @Nullable SampledExchange[capacity];
    }

    /** For the worker; true when with it so many wait that they should be sent. */
    boolean put(FinishedExchange exchange, Redaction redaction) {
        long at = put.getPlain();
        long waiting = at - released.getAcquire();
        if (waiting == places.length) {
            dropped.addAndGet(1 + exchange.trace().tryCount());
            return false;
        }
        place(at).copy(exchange, redaction);
        put.setRelease(at + 1);
        return waiting + 1 == places.length / 2;
    }

    /** Made when it is first needed: most proxies need few of them at a time. */
    private SampledExchange place(long at) {
        int index = (int) (at % places.length);
        SampledExchange place = places[index];
        if (place == null) {
            place = new SampledExchange();
            places[index] = place;
        }
        return place;
    }

    /** How many can be seen; for the thread that sends, as all below. */
    int waiting() {
        return (int) (put.getAcquire() - released.getPlain());
    }

    /** Adds the oldest ones until there are so many; they stay as they are until they are released. */
    void showInto(List<SampledExchange> all, int most) {
        shown = Math.min(waiting(), most - all.size());
        long first = released.getPlain();
        for (long at = first; at < first + shown; at++) {
            all.add(place(at));
        }
    }

    /** Gives the places of those that were shown back to the worker. */
    void release() {
        released.setRelease(released.getPlain() + shown);
        shown = 0;
    }
}
