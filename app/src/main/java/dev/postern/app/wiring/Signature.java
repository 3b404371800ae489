package dev.postern.app.wiring;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Who writes to a store, for whoever finds it there. */
final class Signature {
    private Signature() {}

    static String ofThisProcess() {
        return System.getProperty("user.name") + ", process "
                + ProcessHandle.current().pid() + ", at " + Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }
}
