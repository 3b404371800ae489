package dev.postern.app.metrics;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the operating system tells of the process, by the names that dashboards know. */
public final class ProcessMetrics {
    private static final Logger log = LoggerFactory.getLogger(ProcessMetrics.class);
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final long KIBIBYTE = 1024;

    private ProcessMetrics() {}

    public static void append(Figures figures) {
        figures.fact(
                "postern_build_info",
                "Which Postern this is.",
                "version",
                Optional.ofNullable(ProcessMetrics.class.getPackage().getImplementationVersion())
                        .orElse("unknown"),
                "java",
                Runtime.version().toString());
        figures.gauge("process_start_time_seconds", "When the process began, in seconds since 1970.")
                .sample(ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3);
        Figures.Series cpu = figures.counter("process_cpu_seconds_total", "Processor time of all threads.");
        Figures.Series openFds = figures.gauge("process_open_fds", "File descriptors that are open.");
        Figures.Series maxFds = figures.gauge("process_max_fds", "File descriptors that may be open.");
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            cpu.sample(Figures.seconds(system.getProcessCpuTime()));
            openFds.sample(system.getOpenFileDescriptorCount());
            maxFds.sample(system.getMaxFileDescriptorCount());
        }
        Figures.Series resident = figures.gauge("process_resident_memory_bytes", "Of the machine's memory.");
        Figures.Series virtual = figures.gauge("process_virtual_memory_bytes", "Of the address space.");
        status().ifPresent(status -> {
            status.bytes("VmRSS").ifPresent(bytes -> resident.sample(bytes));
            status.bytes("VmSize").ifPresent(bytes -> virtual.sample(bytes));
        });
    }

    /** What Linux tells of a process. */
    record Status(String text) {
        Optional<Long> bytes(String name) {
            Matcher line = Pattern.compile("^" + name + ":\\s*(\\d+) kB$", Pattern.MULTILINE)
                    .matcher(text);
            return line.find() ? Optional.of(Long.parseLong(line.group(1)) * KIBIBYTE) : Optional.empty();
        }
    }

    private static Optional<Status> status() {
        if (!Files.isReadable(STATUS)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Status(Files.readString(STATUS)));
        } catch (IOException e) {
            log.debug("event=process-status-unreadable reason=\"{}\"", e.getMessage());
            return Optional.empty();
        }
    }
}
