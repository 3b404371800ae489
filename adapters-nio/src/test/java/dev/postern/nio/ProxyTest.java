package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.domain.snapshot.Snapshot;
import dev.postern.nio.blocking.SpliceProbe;
import dev.postern.nio.splice.SystemCalls;
import dev.postern.nio.tls.TlsMaterial;
import dev.postern.ports.traffic.CannotListenException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A transport with real sockets. After each test no connection may be open and no buffer on loan. */
class ProxyTest {
    final Told telemetry = new Told();
    final NioTransport transport;
    private final List<AutoCloseable> closing = Collections.synchronizedList(new ArrayList<>());
    private Optional<Snapshot> snapshot = Optional.empty();

    ProxyTest() {
        this(2);
    }

    ProxyTest(int workers) {
        transport = new NioTransport(workers, Optional.empty(), telemetry);
    }

    ProxyTest(int workers, String zone) {
        transport = new NioTransport(workers, Optional.of(zone), telemetry);
    }

    ProxyTest(int workers, long mostBufferBytes) {
        this(workers, mostBufferBytes, new SpliceProbe());
    }

    ProxyTest(int workers, long mostBufferBytes, Supplier<? extends @Nullable SystemCalls> splicing) {
        transport = new NioTransport(workers, Optional.empty(), telemetry, mostBufferBytes, splicing);
    }

    /** What begins with /a goes there, as it is. */
    void serve(Backend backend) {
        apply(new TestConfig().http("web", 0).forward("/a", "up").upstream("up", backend.port()));
    }

    void apply(TestConfig config) {
        try {
            snapshot = Optional.of(config.compile(snapshot));
            transport.apply(snapshot.get());
        } catch (CannotListenException e) {
            throw new AssertionError(e);
        }
    }

    /** With keys for what has TLS. */
    void apply(TestConfig config, TlsMaterial material) {
        try {
            snapshot = Optional.of(config.compile(snapshot).with(material));
            transport.apply(snapshot.get());
        } catch (CannotListenException e) {
            throw new AssertionError(e);
        }
    }

    int port(String listener) {
        return ((InetSocketAddress) Objects.requireNonNull(transport.addresses().get(listener))).getPort();
    }

    Peer client() throws IOException {
        return closing(Peer.to(port("web")));
    }

    /** A port where nobody listens, and which nobody is given until the test is over. */
    int nobody() throws IOException {
        Socket held = closing(new Socket());
        held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return held.getLocalPort();
    }

    /** A port for the proxy to listen at. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    Backend backend(Backend backend) {
        return closing(backend);
    }

    <T extends AutoCloseable> T closing(T resource) {
        closing.add(resource);
        return resource;
    }

    static void eventually(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("never: " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        for (AutoCloseable each : List.copyOf(closing)) {
            each.close();
        }
        transport.drain(Duration.ofSeconds(5));
        eventually("all buffers come back", () -> transport.buffersOnLoan() == 0);
        assertEquals(0, transport.buffersOnLoan(), "buffers on loan");
        transport.close();
    }
}
