package dev.postern.app.service;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;

/** The one control thread, seen from elsewhere: everything that changes what is in force runs on it, in turn. */
public interface Control extends Executor {
    void after(Duration delay, Runnable task);

    /** Of the same clock that delays are measured by. */
    long nanoTime();

    /** By the clock on the wall, for people. */
    default Instant now() {
        return Instant.now();
    }
}
