package dev.postern.nio.blocking;

import dev.postern.nio.overload.HeapUse;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.management.ListenerNotFoundException;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows how much of the heap was left in use by the last collection of what lives long. The JVM tells it after collections,
 * on a thread of its own; any thread asks. Ends by {@link #close()}.
 */
public final class HeapWatch implements HeapUse, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HeapWatch.class);
    /** why: a heap that is short is collected again and again; one that is not any more may not be for long. */
    private static final long LAPSE_NANOS = 10_000_000_000L;

    private static final int WORTH_WATCHING_PERCENT = 50;

    private final List<MemoryPoolMXBean> pools = new ArrayList<>();
    private final List<NotificationEmitter> emitters = new ArrayList<>();
    private final NotificationListener listener = (notification, handback) -> collected();
    private final AtomicBoolean isBegun = new AtomicBoolean();
    private volatile int usedPercent;
    private volatile long atNanos;
    private boolean isClosed;

    // why not at once: what tells of collections takes time and memory to load, and a heap that is half empty needs
    // none of it.
    private void beginWhereItMatters() {
        Runtime runtime = Runtime.getRuntime();
        long used = runtime.totalMemory() - runtime.freeMemory();
        if (used * 100 > runtime.maxMemory() * WORTH_WATCHING_PERCENT && !isBegun.getAndSet(true)) {
            Thread.ofVirtual().name("heap-watch").start(this::begin);
        }
    }

    private synchronized void begin() {
        if (isClosed) {
            return;
        }
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP && pool.isCollectionUsageThresholdSupported() && isLongLived(pool)) {
                pools.add(pool);
            }
        }
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (collector instanceof NotificationEmitter emitter
                    && pools.stream()
                            .anyMatch(pool ->
                                    List.of(collector.getMemoryPoolNames()).contains(pool.getName()))) {
                emitter.addNotificationListener(listener, null, null);
                emitters.add(emitter);
            }
        }
        collected();
    }

    private static boolean isLongLived(MemoryPoolMXBean pool) {
        String name = pool.getName();
        return !name.contains("Eden") && !name.contains("Survivor") && !name.contains("Young");
    }

    private void collected() {
        int most = 0;
        for (MemoryPoolMXBean pool : pools) {
            MemoryUsage left = pool.getCollectionUsage();
            if (left != null && left.getMax() > 0) {
                most = Math.max(most, (int) (left.getUsed() * 100 / left.getMax()));
            }
        }
        heard(most, System.nanoTime());
    }

    void heard(int percent, long nowNanos) {
        usedPercent = percent;
        atNanos = nowNanos;
    }

    @Override
    public boolean isAbove(int percent, long nowNanos) {
        if (percent > 0 && !isBegun.get()) {
            beginWhereItMatters();
        }
        return percent > 0 && usedPercent > percent && nowNanos - atNanos < LAPSE_NANOS;
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        for (NotificationEmitter emitter : emitters) {
            try {
                emitter.removeNotificationListener(listener);
            } catch (ListenerNotFoundException e) {
                log.debug("event=heap-watch-gone reason=\"{}\"", e.getMessage());
            }
        }
    }
}
