package dev.postern.app.metrics;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.function.ToLongFunction;

/** Memory, garbage collection and threads of the JVM, by the names that dashboards know. */
public final class JvmMetrics {
    private static final double MILLIS = 1e3;

    private JvmMetrics() {}

    public static void append(Figures figures) {
        memory(figures);
        pools(figures);
        figures.fact(
                "jvm_runtime_info",
                "The Java that runs this.",
                "runtime",
                System.getProperty("java.runtime.name", ""),
                "vendor",
                System.getProperty("java.vm.vendor", ""),
                "version",
                System.getProperty("java.runtime.version", ""));
        Figures.Summary collections =
                figures.summary("jvm_gc_collection_seconds", "Collections of garbage, and how long they took.");
        for (GarbageCollectorMXBean each : ManagementFactory.getGarbageCollectorMXBeans()) {
            collections.sample(each.getCollectionCount(), each.getCollectionTime() / MILLIS, "gc", each.getName());
        }
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        figures.gauge("jvm_threads_current", "Platform threads.").sample(threads.getThreadCount());
        figures.gauge("jvm_threads_daemon", "Platform threads that keep nothing alive.")
                .sample(threads.getDaemonThreadCount());
        figures.gauge("jvm_threads_peak", "The most platform threads at once.").sample(threads.getPeakThreadCount());
        figures.counter("jvm_threads_started_total", "Platform threads that were started.")
                .sample(threads.getTotalStartedThreadCount());
        ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
        figures.gauge("jvm_classes_currently_loaded", "Classes that are loaded.")
                .sample(classes.getLoadedClassCount());
        figures.counter("jvm_classes_loaded_total", "Classes that were ever loaded.")
                .sample(classes.getTotalLoadedClassCount());
    }

    private static void memory(Figures figures) {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        usage(
                figures,
                "jvm_memory",
                "area",
                List.of(
                        new Area("heap", memory.getHeapMemoryUsage()),
                        new Area("nonheap", memory.getNonHeapMemoryUsage())));
        usage(
                figures,
                "jvm_memory_pool",
                "pool",
                ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(MemoryPoolMXBean::isValid)
                        .map(pool -> new Area(pool.getName(), pool.getUsage()))
                        .toList());
    }

    private record Area(String name, MemoryUsage usage) {}

    private static void usage(Figures figures, String prefix, String label, List<Area> areas) {
        usage(figures.gauge(prefix + "_used_bytes", "In use."), label, areas, MemoryUsage::getUsed);
        usage(
                figures.gauge(prefix + "_committed_bytes", "Taken from the system."),
                label,
                areas,
                MemoryUsage::getCommitted);
        usage(figures.gauge(prefix + "_max_bytes", "The most; -1 is no limit."), label, areas, MemoryUsage::getMax);
    }

    private static void usage(
            Figures.Series series, String label, List<Area> areas, ToLongFunction<MemoryUsage> value) {
        areas.forEach(area -> series.sample(value.applyAsLong(area.usage), label, area.name));
    }

    private static void pools(Figures figures) {
        Figures.Series used = figures.gauge("jvm_buffer_pool_used_bytes", "In buffers outside of the heap.");
        Figures.Series capacity = figures.gauge("jvm_buffer_pool_capacity_bytes", "The size of these buffers.");
        Figures.Series buffers = figures.gauge("jvm_buffer_pool_used_buffers", "Buffers outside of the heap.");
        for (BufferPoolMXBean each : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            used.sample(each.getMemoryUsed(), "pool", each.getName());
            capacity.sample(each.getTotalCapacity(), "pool", each.getName());
            buffers.sample(each.getCount(), "pool", each.getName());
        }
    }
}
