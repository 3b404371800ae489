package dev.postern.nio;

import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.NameSet;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.config.ListenerConfig;
import dev.postern.domain.failure.ConnectionFailure;
import dev.postern.domain.rewrite.HopByHop;
import dev.postern.domain.snapshot.HttpListener;
import dev.postern.domain.snapshot.Snapshot;
import dev.postern.domain.snapshot.TcpListener;
import dev.postern.domain.upstream.Randomness;
import dev.postern.domain.upstream.WorkerSeat;
import dev.postern.nio.buffer.BufferPool;
import dev.postern.nio.http.RequestIds;
import dev.postern.nio.http1.Arrival;
import dev.postern.nio.http1.ConnectionParts;
import dev.postern.nio.http1.DateField;
import dev.postern.nio.loop.EventLoop;
import dev.postern.nio.overload.Strain;
import dev.postern.nio.splice.PipePool;
import dev.postern.nio.tcp.Sessions;
import dev.postern.nio.tcp.TcpRelay;
import dev.postern.nio.tls.TlsContexts;
import dev.postern.nio.tls.TlsTransport;
import dev.postern.nio.transport.Opening;
import dev.postern.nio.transport.PlainTransport;
import dev.postern.nio.transport.Transport;
import dev.postern.nio.upstream.Connector;
import dev.postern.nio.upstream.LoopUpstreams;
import dev.postern.nio.upstream.SharedLimits;
import dev.postern.ports.telemetry.ExchangeObserver;
import dev.postern.ports.telemetry.FinishedConnection;
import dev.postern.ports.traffic.WorkerCounts;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event loop with all that its connections use. Nothing in it is touched by another thread; others come in by {@link
 * #execute}, and read two counts. Ends by {@link #close()}.
 */
final class Worker implements Executor {
    private static final Logger log = LoggerFactory.getLogger(Worker.class);

    private final int index;
    private final EventLoop loop;
    private final BufferPool buffers;
    private final ConnectionParts connectionParts;
    private final Strain strain;
    private final Connector connector;
    private final LoopUpstreams upstreams;
    private final Randomness chance;
    private final HopByHop hopByHop = new HopByHop(NameSet.of());
    private final Map<ListenerBinding, HttpFront> fronts = new HashMap<>();
    private final Set<TcpRelay> relays = new HashSet<>();
    private final Sessions sessions;
    private final ExchangeObserver observer;
    private final UnknownClients unknown = new UnknownClients(this);
    private final SecureClients entering = new SecureClients(this);
    private final TlsContexts tls;
    private final TlsTransport.Parts tlsParts;
    private final RequestIds requestIds;
    private @Nullable Snapshot snapshot;
    private boolean draining;
    private volatile int open;

    Worker(EventLoop loop, WorkerSeat seat, Randomness chance, WorkerParts parts) {
        this.loop = loop;
        index = seat.index();
        buffers = new BufferPool(parts.mostBufferBytes(), new PipePool(parts.splicing()));
        connector = parts.connector();
        tls = parts.tls();
        tlsParts = new TlsTransport.Parts(loop, buffers, parts.steps());
        requestIds = new RequestIds(chance);
        this.chance = chance;
        sessions = new Sessions(loop);
        observer = parts.telemetry().observer(seat.index());
        connectionParts = new ConnectionParts(
                loop, buffers, new ByteBuilder(BufferPool.HEAD_BYTES), new DateField(System::currentTimeMillis));
        strain = new Strain(seat.index(), loop, buffers, parts.heap(), chance);
        loop.tellTurns(strain);
        upstreams = new LoopUpstreams(connectionParts, connector, parts.health(), seat, chance);
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    int index() {
        return index;
    }

    EventLoop loop() {
        return loop;
    }

    /** How many connections clients have here; any thread. */
    int open() {
        return open;
    }

    // ---- on the loop

    void use(Snapshot next, SharedLimits limits) {
        snapshot = next;
        strain.follow(next.config().overload());
        upstreams.use(next, limits);
        fronts.values().forEach(HttpFront::update);
        sessions.use(
                next.config().routes().keySet(),
                next.config().shutdown().grace().toNanos());
    }

    /** Whether a peer may tell by a PROXY header whom it speaks for. */
    boolean believes(SocketAddress peer) {
        return snapshot != null && UnknownClients.trusts(snapshot, peer);
    }

    Optional<HttpListener> httpListener(String name) {
        return snapshot == null
                ? Optional.empty()
                : Optional.ofNullable(snapshot.httpListeners().get(name));
    }

    Optional<TcpListener> tcpListener(String name) {
        return snapshot == null
                ? Optional.empty()
                : Optional.ofNullable(snapshot.tcpListeners().get(name));
    }

    LoopUpstreams upstreams() {
        return upstreams;
    }

    TlsContexts tls() {
        return tls;
    }

    TlsTransport.Parts tlsParts() {
        return tlsParts;
    }

    RequestIds requestIds() {
        return requestIds;
    }

    Connector connector() {
        return connector;
    }

    Randomness chance() {
        return chance;
    }

    long nowNanos() {
        return loop.nowNanos();
    }

    HopByHop hopByHop() {
        return hopByHop;
    }

    ConnectionParts connectionParts() {
        return connectionParts;
    }

    ExchangeObserver observer() {
        return observer;
    }

    Sessions sessions() {
        return sessions;
    }

    WorkerCounts counts() {
        return new WorkerCounts(
                index,
                open,
                buffers.bytesOnLoan(),
                strain.turns().counts(),
                strain.turns().workedNanos());
    }

    Strain strain() {
        return strain;
    }

    BufferPool buffers() {
        return buffers;
    }

    /** Any thread: a connection that was accepted. */
    void take(SocketChannel channel, ListenerBinding binding) {
        try {
            loop.execute(() -> {
                try {
                    begin(channel, binding);
                } catch (IOException | RuntimeException e) {
                    refuse(channel, binding, e);
                }
            });
        } catch (RejectedExecutionException e) {
            refuse(channel, binding, e);
        }
    }

    private static void refuse(SocketChannel channel, ListenerBinding binding, Exception reason) {
        log.debug("event=connection-not-taken listener={} reason=\"{}\"", binding.name(), reason.getMessage());
        binding.left();
        closeQuietly(channel);
    }

    private void begin(SocketChannel channel, ListenerBinding binding) throws IOException {
        if (draining) {
            throw new IOException("draining");
        }
        channel.configureBlocking(false);
        if (!(channel.getLocalAddress() instanceof UnixDomainSocketAddress)) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (binding.config().protocol() == ListenerConfig.Protocol.TCP) {
                // why not for http: there every silence has a limit of its own.
                channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            }
        }
        ConnectionView peer = ConnectionView.of(channel);
        switch (binding.config().proxyProtocol()) {
            case OFF -> serve(channel, binding, peer);
            case ACCEPT -> unknown.begin(channel, binding, peer);
        }
        count();
    }

    /** A connection whose PROXY header has told who the client is. */
    void welcome(SocketChannel channel, ListenerBinding binding, ConnectionView client) {
        try {
            serve(channel, binding, client);
        } catch (IOException | RuntimeException e) {
            refuse(channel, binding, e);
        }
        count();
    }

    private void serve(SocketChannel channel, ListenerBinding binding, ConnectionView client) throws IOException {
        if (binding.config().tls().isPresent()) {
            entering.begin(channel, binding, client);
            return;
        }
        switch (binding.config().protocol()) {
            case HTTP -> front(binding).take(new Arrival(opening(channel), client.from(), null));
            case TCP -> {
                TcpFront front = new TcpFront(this, binding, client);
                front.lead(relay(opening(channel), null, front));
            }
        }
    }

    private HttpFront front(ListenerBinding binding) {
        return fronts.computeIfAbsent(binding, it -> new HttpFront(this, it));
    }

    private Opening<PlainTransport> opening(SocketChannel channel) {
        return handler -> new PlainTransport(loop, channel, 0, handler);
    }

    private TcpRelay relay(Opening<? extends Transport> client, @Nullable ByteBuffer heard, TcpFront front)
            throws IOException {
        TcpRelay relay = new TcpRelay(loop, buffers, client, heard, front);
        relays.add(relay);
        return relay;
    }

    /** A connection whose TLS ends here. */
    void secured(TlsTransport transport, ListenerBinding binding, ConnectionView client) {
        Opening<TlsTransport> opening = handler -> {
            transport.follow(handler);
            return transport;
        };
        try {
            switch (binding.config().protocol()) {
                case HTTP -> {
                    HttpFront front = front(binding);
                    Arrival arrival = new Arrival(opening, client.from(), transport.session());
                    if (draining || binding.isRetired()) {
                        front.takeLast(arrival);
                    } else {
                        front.take(arrival);
                    }
                }
                case TCP -> {
                    TcpFront front = new TcpFront(this, binding, client);
                    front.lead(relay(opening, null, front), transport.session());
                }
            }
        } catch (IOException | RuntimeException e) {
            transport.close();
            log.debug("event=connection-not-taken listener={} reason=\"{}\"", binding.name(), e.getMessage());
            binding.left();
        }
        count();
    }

    /** A connection whose TLS ends elsewhere. */
    void passOn(
            SocketChannel channel, ListenerBinding binding, ConnectionView client, ByteBuffer heard, Slice serverName) {
        try {
            TcpFront front = new TcpFront(this, binding, client);
            front.lead(relay(opening(channel), heard, front), serverName);
        } catch (IOException | RuntimeException e) {
            buffers.giveBack(heard);
            refuse(channel, binding, e);
        }
        count();
    }

    /** A connection ends before it could be anything. */
    void tellRefused(ListenerBinding binding, ConnectionView client, long cameNanos, ConnectionFailure why) {
        observer.closed(
                FinishedConnection.refused(binding.name(), client.clientIp(), nowNanos() - cameNanos, why.code()));
    }

    /** A connection has closed that was http, or not yet anything. */
    void left(ListenerBinding binding) {
        binding.left();
        HttpFront front = fronts.get(binding);
        if (front != null && binding.isRetired() && front.clientCount() == 0) {
            fronts.remove(binding);
        }
        count();
    }

    void closed(TcpRelay relay) {
        relays.remove(relay);
        count();
    }

    private void count() {
        int sum = relays.size() + unknown.count() + entering.count();
        for (HttpFront each : fronts.values()) {
            sum += each.clientCount();
        }
        open = sum;
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("event=close-failed reason=\"{}\"", e.getMessage());
        }
    }

    /** Takes nobody in any more, and lets everybody go when they are done: the idle ones within a time. */
    void drain(long spreadNanos) {
        draining = true;
        unknown.close();
        entering.drain();
        fronts.values().forEach(front -> front.drain(spreadNanos));
    }

    /** The same for the HTTP connections of one listener; TCP connections live on until their peers end them. */
    void drain(ListenerBinding binding, long spreadNanos) {
        unknown.close(binding);
        entering.drain(binding);
        HttpFront front = fronts.get(binding);
        if (front != null) {
            front.drain(spreadNanos);
        }
    }

    /** Cuts what is left, and ends the loop. */
    void close() {
        draining = true;
        unknown.close();
        entering.close();
        new ArrayList<>(fronts.values()).forEach(HttpFront::close);
        new ArrayList<>(relays).forEach(TcpRelay::cut);
        upstreams.close();
        buffers.pipes().close();
        loop.close();
    }
}
