package dev.postern.app.admin;

import dev.postern.domain.config.Address;
import dev.postern.domain.config.AdminConfig;
import dev.postern.domain.config.EndpointConfig.Drain;
import dev.postern.domain.snapshot.Snapshot;
import dev.postern.domain.upstream.EndpointId;
import dev.postern.ports.traffic.CannotListenException;
import dev.postern.ports.traffic.EndpointCounts;
import dev.postern.ports.traffic.EndpointHealth;
import dev.postern.ports.traffic.ProxyTransport;
import dev.postern.ports.traffic.TransportStats;
import dev.postern.ports.traffic.UpstreamCounts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A transport that has the admin API as one more listener: bound with the others or not at all, moved by the
 * configuration, closed last. Belongs to the control thread.
 */
public final class AdminTransport implements ProxyTransport {
    private static final Logger log = LoggerFactory.getLogger(AdminTransport.class);

    private record Open(Address address, AdminServer server) {}

    private final ProxyTransport inner;
    private final Supplier<Operations> operations;
    private volatile Optional<Open> open = Optional.empty();

    /** @param api made when an admin API is first wanted */
    public AdminTransport(ProxyTransport inner, Supplier<AdminApi> api) {
        this.inner = inner;
        this.operations = () -> api.get().operations();
    }

    @Override
    public void apply(Snapshot snapshot) throws CannotListenException {
        Optional<AdminConfig> wanted = snapshot.config().admin();
        boolean isKept = wanted.map(AdminConfig::address).equals(open.map(Open::address));
        Optional<Open> fresh = isKept || wanted.isEmpty() ? Optional.empty() : Optional.of(bind(wanted.get()));
        boolean isDone = false;
        try {
            inner.apply(snapshot);
            isDone = true;
        } finally {
            if (!isDone) {
                fresh.ifPresent(unused -> unused.server().stop());
            }
        }
        if (isKept) {
            open.ifPresent(now -> wanted.ifPresent(now.server()::use));
        } else {
            // why on its own thread: the change may have been asked for through the server that ends here.
            open.ifPresent(old -> Thread.ofVirtual().start(old.server()::stop));
            open = fresh;
            fresh.ifPresent(AdminTransport::begin);
        }
    }

    private Open bind(AdminConfig config) throws CannotListenException {
        try {
            return new Open(config.address(), new AdminServer(config, operations.get()));
        } catch (IOException e) {
            throw new CannotListenException(List.of("admin can't listen at " + config.address() + ": "
                    + CannotListenException.reason(e, config.address())));
        }
    }

    private static void begin(Open fresh) {
        fresh.server().start();
        log.info("event=admin-listening address={}", text(fresh));
    }

    private static String text(Open open) {
        String host =
                open.address().host().isEmpty() ? "0.0.0.0" : open.address().host();
        return new Address(host, open.server().address().getPort()).toString();
    }

    /** Where the admin API really listens, if it does; any thread. */
    public Optional<InetSocketAddress> adminAddress() {
        return open.map(now -> now.server().address());
    }

    @Override
    public Map<String, SocketAddress> addresses() {
        return inner.addresses();
    }

    @Override
    public Map<EndpointId, EndpointCounts> endpoints() {
        return inner.endpoints();
    }

    @Override
    public Map<String, UpstreamCounts> upstreams() {
        return inner.upstreams();
    }

    @Override
    public Map<EndpointId, EndpointHealth> health() {
        return inner.health();
    }

    @Override
    public boolean drain(EndpointId id, Drain wanted) {
        return inner.drain(id, wanted);
    }

    @Override
    public TransportStats stats() {
        return inner.stats();
    }

    @Override
    public void drain(Duration grace) {
        inner.drain(grace);
    }

    @Override
    public void close() {
        open.ifPresent(last -> last.server().stop());
        open = Optional.empty();
        inner.close();
    }
}
