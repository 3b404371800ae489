package dev.postern.nio.blocking;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads for the costly steps of TLS handshakes, as many as there are cores, and none while there are no handshakes. A
 * connection has one step here at most, so that what waits is bounded by the connections that are let in. Any thread.
 */
public final class HandshakePool implements Executor, AutoCloseable {
    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor threads;

    public HandshakePool() {
        int most = Runtime.getRuntime().availableProcessors();
        threads = new ThreadPoolExecutor(
                most,
                most,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("handshake-", 0).daemon().factory());
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable step) {
        threads.execute(step);
    }

    /** What is under way ends by itself; what waits is given up. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
