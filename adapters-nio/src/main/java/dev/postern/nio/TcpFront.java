package dev.postern.nio;

import dev.postern.domain.bytes.Slice;
import dev.postern.domain.config.UpstreamConfig;
import dev.postern.domain.failure.ConnectionFailure;
import dev.postern.domain.failure.FailureKind;
import dev.postern.domain.failure.Side;
import dev.postern.domain.routing.RouteSpec;
import dev.postern.domain.routing.TcpRouteTable;
import dev.postern.domain.snapshot.Destination;
import dev.postern.domain.snapshot.TcpListener;
import dev.postern.domain.upstream.EndpointId;
import dev.postern.domain.upstream.EndpointStats;
import dev.postern.domain.upstream.NoEndpoint;
import dev.postern.domain.upstream.Pick;
import dev.postern.domain.upstream.PickRequest;
import dev.postern.domain.upstream.UpstreamState;
import dev.postern.nio.http.LiveUpstream;
import dev.postern.nio.tcp.TcpRelay;
import dev.postern.nio.tcp.Tunnel;
import dev.postern.nio.tls.ClientContext;
import dev.postern.nio.tls.TlsSession;
import dev.postern.nio.transport.ClientHelloDecoder;
import dev.postern.nio.transport.ConnectFailures;
import dev.postern.nio.transport.ProxyHeaderEncoder;
import dev.postern.nio.upstream.Connector;
import dev.postern.ports.telemetry.FinishedConnection;
import dev.postern.ports.telemetry.TlsFacts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads one TCP connection to an endpoint, and to another one where connecting fails. One for each relay, on its loop.
 */
final class TcpFront implements TcpRelay.Guide {
    private static final Logger log = LoggerFactory.getLogger(TcpFront.class);
    private static final int MOST_TRIES = 3;
    private static final byte[] NOTHING = {};
    private static final Slice NO_NAME = new Slice();

    private final Worker worker;
    private final ListenerBinding binding;
    private final ConnectionView client;
    private final ListenerTally tally;
    private final PickRequest pick;
    private final ClientHelloDecoder hello = new ClientHelloDecoder();
    private @Nullable UpstreamState upstream;
    private @Nullable EndpointStats endpoint;
    private final long cameNanos;
    private long beganNanos;
    private long connectNanos;
    private String route = "";
    private String lastEndpoint = "";
    private String serverName = "";
    private TlsFacts tls = TlsFacts.NONE;
    private String cause = "";
    private Tunnel.@Nullable Terms terms;
    private int tries;
    /** By what was said before TLS to the endpoint began. */
    private boolean isIntroduced;

    TcpFront(Worker worker, ListenerBinding binding, ConnectionView client) {
        this.worker = worker;
        this.binding = binding;
        this.client = client;
        tally = binding.tally(worker.index());
        pick = new PickRequest(client, worker.chance());
        cameNanos = worker.nowNanos();
    }

    /** Finds where the connection belongs, hearing its client first where routes ask for server names. */
    void lead(TcpRelay relay) {
        boolean hears = worker.tcpListener(binding.name())
                .map(TcpListener::routes)
                .filter(TcpRouteTable::asksForServerNames)
                .isPresent();
        if (hears) {
            relay.listen(binding.config().tcp().helloTimeout().toNanos());
        } else {
            choose(relay, hello.serverName());
        }
    }

    /** Finds where a connection belongs whose TLS is passed on. */
    void lead(TcpRelay relay, Slice serverName) {
        choose(relay, serverName);
    }

    /** Finds where a connection belongs whose TLS ends here. */
    void lead(TcpRelay relay, TlsSession session) {
        tls = session.facts();
        choose(relay, NO_NAME);
    }

    @Override
    public boolean hears(ByteBuffer some) {
        return hello.decode(some) != ClientHelloDecoder.Progress.NEEDS_MORE;
    }

    /** Who does not say a server name that can be understood is led as one that says none. */
    @Override
    public void heard(TcpRelay relay) {
        choose(relay, hello.serverName());
    }

    private void choose(TcpRelay relay, Slice name) {
        serverName = name.text();
        upstream = worker.tcpListener(binding.name())
                .flatMap(listener -> destination(listener, relay, name))
                .map(destination -> worker.upstreams().find(destination.pick(worker.chance())))
                .map(LiveUpstream::state)
                .orElse(null);
        tryNext(relay);
    }

    private Optional<Destination> destination(TcpListener listener, TcpRelay relay, Slice name) {
        Optional<RouteSpec<Destination>> claims = listener.routes().find(name, client.clientAddress());
        claims.ifPresent(found -> {
            route = found.name();
            worker.sessions().begin(relay, found.name(), found.config().onRemoval());
        });
        return claims.map(RouteSpec::plan).or(listener::fallback);
    }

    private void tryNext(TcpRelay relay) {
        UpstreamState at = upstream;
        if (at == null) {
            refuse(relay, FailureKind.NO_ROUTE);
            return;
        }
        if (tries == MOST_TRIES) {
            refuse(relay, FailureKind.NO_ENDPOINT);
            return;
        }
        Pick picked = at.pick(pick, worker.nowNanos());
        if (!(picked instanceof EndpointStats found)) {
            boolean isFull = picked == NoEndpoint.ALL_AT_LIMIT || picked == NoEndpoint.UPSTREAM_AT_LIMIT;
            refuse(relay, isFull ? FailureKind.AT_LIMIT : FailureKind.NO_ENDPOINT);
            return;
        }
        tries++;
        if (!begins(found)) {
            // why: another worker was quicker.
            pick.exclude(found);
            tryNext(relay);
            return;
        }
        endpoint = found;
        lastEndpoint = found.text();
        beganNanos = worker.nowNanos();
        try {
            EndpointId id = found.id();
            isIntroduced = worker.tls().upstream(id.upstream()) != null;
            Connector.Call call = new Connector.Call(
                    id.upstream(), id.address(), ClientContext.Speaks.ANYTHING, ByteBuffer.wrap(introduction()));
            relay.connect(
                    handler -> worker.connector().dial(worker.loop(), worker.buffers(), call, handler),
                    at.upstream().config().connections().connectTimeout().toNanos());
        } catch (IOException e) {
            connectFailed(relay, ConnectFailures.kindOf(e));
        }
    }

    /** The failure of the last try says more than that there is nobody left. */
    private void refuse(TcpRelay relay, FailureKind kind) {
        if (cause.isEmpty()) {
            cause = kind.code();
        }
        log.debug("event=tcp-refused listener={} client={} cause={}", binding.name(), client.clientIp(), cause);
        tally.unserved().add(1);
        relay.cut();
    }

    private boolean begins(EndpointStats at) {
        if (!at.begin()) {
            at.end();
            return false;
        }
        boolean hasPlace = worker.upstreams().takePlace(at);
        if (!hasPlace) {
            at.end();
        }
        return hasPlace;
    }

    @Override
    public void connected(TcpRelay relay) {
        cause = "";
        connectNanos = worker.nowNanos() - beganNanos;
        if (endpoint != null) {
            endpoint.answered(connectNanos, worker.nowNanos());
        }
        terms = tally.terms(binding.config().tcp().idleTimeout().toNanos());
        relay.begin(isIntroduced ? NOTHING : introduction(), terms);
    }

    private byte[] introduction() {
        UpstreamConfig.ProxyProtocol version = upstream == null
                ? UpstreamConfig.ProxyProtocol.OFF
                : upstream.upstream().config().proxyProtocol();
        return switch (version) {
            case OFF -> NOTHING;
            case V1 -> ProxyHeaderEncoder.text(client.from(), client.to());
            case V2 -> ProxyHeaderEncoder.binary(client.from(), client.to());
        };
    }

    @Override
    public void connectFailed(TcpRelay relay, FailureKind kind) {
        EndpointStats failed = endpoint;
        endpoint = null;
        cause = kind.code();
        if (failed != null) {
            // why: what is our own fault is no mark against an endpoint.
            if (kind.side() == Side.UPSTREAM && failed.failed(worker.nowNanos() - beganNanos, worker.nowNanos())) {
                worker.upstreams().suspect(failed, kind.words());
            }
            failed.end();
            worker.upstreams().givePlaceBack(failed);
            pick.exclude(failed);
            log.debug("event=tcp-connect-failed endpoint={} cause={}", failed.id(), kind);
        }
        tryNext(relay);
    }

    @Override
    public void closed(TcpRelay relay, Tunnel.End end) {
        log.debug("event=tcp-ended listener={} client={} how={}", binding.name(), client.clientIp(), end);
        tell(end);
        if (endpoint != null) {
            endpoint.end();
            worker.upstreams().givePlaceBack(endpoint);
            endpoint = null;
        }
        worker.sessions().end(relay);
        worker.closed(relay);
        binding.left();
    }

    private void tell(Tunnel.End end) {
        worker.observer()
                .closed(new FinishedConnection(
                        binding.name(),
                        client.clientIp(),
                        route,
                        upstream == null ? "" : upstream.upstream().name(),
                        lastEndpoint,
                        tries,
                        serverName,
                        tls,
                        terms == null ? 0 : terms.upwards().get(),
                        terms == null ? 0 : terms.downwards().get(),
                        connectNanos,
                        worker.nowNanos() - cameNanos,
                        cause.isEmpty() ? causeOf(end) : cause));
    }

    private static String causeOf(Tunnel.End end) {
        return switch (end) {
            case CLOSED -> "";
            case CLIENT_RESET -> ConnectionFailure.CLIENT_RESET.code();
            case ENDPOINT_RESET -> ConnectionFailure.ENDPOINT_RESET.code();
            case IDLE -> ConnectionFailure.IDLE.code();
            case CUT -> FailureKind.SHUTTING_DOWN.code();
        };
    }
}
