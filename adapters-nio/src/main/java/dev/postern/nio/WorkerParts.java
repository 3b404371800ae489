package dev.postern.nio;

import dev.postern.nio.overload.HeapUse;
import dev.postern.nio.splice.SystemCalls;
import dev.postern.nio.tls.TlsContexts;
import dev.postern.nio.upstream.Connector;
import dev.postern.nio.upstream.HealthWatch;
import dev.postern.ports.telemetry.Telemetry;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What all workers have alike.
 *
 * @param steps runs what a loop has no time for
 * @param telemetry hears of what each has done
 * @param splicing knows whether the system moves bytes from socket to socket
 * @param mostBufferBytes that the connections of one may hold before nothing new begins
 */
record WorkerParts(
        Connector connector,
        HealthWatch health,
        TlsContexts tls,
        Executor steps,
        HeapUse heap,
        Telemetry telemetry,
        Supplier<? extends @Nullable SystemCalls> splicing,
        long mostBufferBytes) {}
