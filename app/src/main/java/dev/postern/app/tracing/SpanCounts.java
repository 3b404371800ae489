package dev.postern.app.tracing;

import java.util.concurrent.atomic.AtomicLong;

/** How many spans went where, over all collectors that there were. Any thread. */
record SpanCounts(AtomicLong sent, AtomicLong dropped) {
    SpanCounts() {
        this(new AtomicLong(), new AtomicLong());
    }
}
