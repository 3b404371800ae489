package dev.postern.nio.blocking;

import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class SpliceProbeTest {
    @Test
    @EnabledOnOs(OS.LINUX)
    void whoAsksIsToldLaterThatBytesCanBeMoved() {
        SpliceProbe probe = new SpliceProbe();
        assertNull(probe.get());
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (probe.get() == null) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("never");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
