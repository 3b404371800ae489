package dev.postern.nio;

import dev.postern.domain.snapshot.Snapshot;
import dev.postern.domain.upstream.Availability;
import dev.postern.domain.upstream.EndpointId;
import dev.postern.domain.upstream.Randomness;
import dev.postern.domain.upstream.WorkerSeat;
import dev.postern.nio.loop.EventLoop;
import dev.postern.nio.tls.TlsContexts;
import dev.postern.nio.upstream.Connector;
import dev.postern.nio.upstream.HealthWatch;
import dev.postern.nio.upstream.SharedLimits;
import dev.postern.ports.telemetry.Telemetry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A worker with real sockets whose loop and clock are turned by the test, for the first listener of a configuration. */
final class HandTurned implements AutoCloseable {
    private static final HealthWatch NOBODY = new HealthWatch() {
        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public Map<EndpointId, Availability> decided(String upstream) {
            return Map.of();
        }

        @Override
        public void suspected(EndpointId id, String why) {}
    };

    private final ServerSocketChannel server;
    private final EventLoop loop = new EventLoop(this::now);
    final Worker worker = new Worker(
            loop,
            WorkerSeat.only(),
            Randomness.seeded(1),
            new WorkerParts(
                    new Connector(),
                    NOBODY,
                    new TlsContexts(),
                    Runnable::run,
                    (percent, at) -> false,
                    Telemetry.NONE,
                    () -> null,
                    Long.MAX_VALUE));
    private final ListenerBinding binding;
    private long nowNanos;
    /** How long the loop waits before it is at work again: time that passes after its next look at the clock. */
    private long waitNanos;

    HandTurned(TestConfig config) throws IOException {
        Snapshot snapshot = config.compile(Optional.empty());
        server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        binding = snapshot.config().listeners().entrySet().stream()
                .findFirst()
                .map(each -> new ListenerBinding(
                        each.getKey(), each.getValue(), address(), List.of(worker), new TransportCounters()))
                .orElseThrow();
        worker.use(snapshot, SharedLimits.among(List.of(worker.upstreams())).of(snapshot));
    }

    private long now() {
        long now = nowNanos;
        nowNanos += waitNanos;
        waitNanos = 0;
        return now;
    }

    private InetSocketAddress address() {
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), server.socket().getLocalPort());
    }

    /** A client that the worker has taken. */
    Peer client() throws IOException {
        Peer peer = Peer.to(server.socket().getLocalPort());
        worker.take(server.accept(), binding);
        turn();
        return peer;
    }

    /** Connects a channel, and has the worker take it. */
    void client(SocketChannel channel) throws IOException {
        channel.connect(address());
        worker.take(server.accept(), binding);
        turn();
    }

    void turn() {
        loop.execute(() -> {});
        try {
            loop.runOnce();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    void turnUntil(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        turn();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("never: " + what);
            }
            LockSupport.parkNanos(500_000);
            turn();
        }
    }

    /** A turn in which the worker is at work for so long. */
    void turnTaking(Duration time) {
        loop.execute(() -> nowNanos += time.toNanos());
        turn();
    }

    /** Lets time pass without anything to do but what timers wake the loop for. */
    void passIdle(Duration time) {
        long end = nowNanos + time.toNanos();
        while (nowNanos < end) {
            // why: what the turn before has armed counts for this wait, as it does in the loop itself.
            turn();
            long millis = loop.timers().millisUntilNext(nowNanos);
            waitNanos = millis < 0 ? end - nowNanos : Math.min(end - nowNanos, Math.max(1, millis) * 1_000_000);
            turn();
        }
    }

    /** Lets time pass, as the worker sees it. */
    void pass(Duration time) {
        long end = nowNanos + time.toNanos();
        while (nowNanos < end) {
            nowNanos = Math.min(end, nowNanos + 10_000_000);
            turn();
        }
    }

    /** The head of what the client is told. */
    String answer(Peer client) throws IOException {
        turnUntil("an answer", () -> hasBytes(client));
        return client.head();
    }

    static boolean hasBytes(Peer client) {
        try {
            return client.socket().getInputStream().available() > 0;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException {
        worker.close();
        loop.run();
        server.close();
    }
}
