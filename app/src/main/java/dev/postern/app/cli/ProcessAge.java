package dev.postern.app.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** How long this Java machine has been running. */
final class ProcessAge {
    private static final int START_TIME_FIELD_AFTER_NAME = 19;

    private ProcessAge() {}

    /** To about 20 ms; asked by the main thread, which is as old as the machine. */
    static long millis() {
        // why: two small files take a fraction of the time that loading the management classes does.
        long millis = fromProc();
        return millis >= 0 ? millis : ManagementFactory.getRuntimeMXBean().getUptime();
    }

    /** Negative where there is no such thing, or where a container shows the uptime of itself. */
    private static long fromProc() {
        try {
            // why the thread: the process was the launcher's first, which may have built the program before.
            String stat = Files.readString(Path.of("/proc/thread-self/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            // proc(5): in hundredths of a second, on every architecture that there is a JDK 25 for.
            long startMillis = Long.parseLong(fields[START_TIME_FIELD_AFTER_NAME]) * 10;
            String uptime = Files.readString(Path.of("/proc/uptime"));
            long nowMillis =
                    Long.parseLong(uptime.substring(0, uptime.indexOf(' ')).replace(".", "")) * 10;
            return nowMillis - startMillis;
        } catch (IOException | RuntimeException e) {
            return -1;
        }
    }
}
