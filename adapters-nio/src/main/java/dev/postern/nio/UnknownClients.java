package dev.postern.nio;

import dev.postern.domain.config.ListenerConfig;
import dev.postern.domain.config.Network;
import dev.postern.domain.failure.ConnectionFailure;
import dev.postern.domain.snapshot.Snapshot;
import dev.postern.nio.transport.ProxyHeader;
import dev.postern.nio.transport.ProxyPrelude;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker's connections whose PROXY header has not come yet. Only trusted peers are let in, and only with a header;
 * everybody else is refused, so that nobody can say to be somebody else.
 */
final class UnknownClients {
    private static final Logger log = LoggerFactory.getLogger(UnknownClients.class);

    private final Worker worker;
    private final Map<ProxyPrelude, ListenerBinding> waiting = new HashMap<>();

    UnknownClients(Worker worker) {
        this.worker = worker;
    }

    /** Who may open the file of a Unix-domain socket is trusted; others have to be named. */
    static boolean trusts(Snapshot snapshot, SocketAddress peer) {
        if (!(peer instanceof InetSocketAddress at)) {
            return true;
        }
        byte[] address = at.getAddress().getAddress();
        for (Network network : snapshot.config().forwarding().trustedProxies()) {
            if (network.contains(address)) {
                return true;
            }
        }
        return false;
    }

    void begin(SocketChannel channel, ListenerBinding binding, ConnectionView peer) throws IOException {
        if (!worker.believes(peer.from())) {
            worker.tellRefused(binding, peer, worker.nowNanos(), ConnectionFailure.NOT_TRUSTED);
            throw new IOException(peer.from() + " is not in forwarding.trustedProxies");
        }
        ProxyPrelude prelude = new ProxyPrelude(
                worker.loop(), channel, timeout(binding.config()).toNanos(), new Waiting(channel, binding, peer));
        waiting.put(prelude, binding);
    }

    private static Duration timeout(ListenerConfig listener) {
        return switch (listener.protocol()) {
            case HTTP -> listener.http().headerTimeout();
            case TCP -> listener.tcp().helloTimeout();
        };
    }

    private final class Waiting implements ProxyPrelude.Owner {
        private final SocketChannel channel;
        private final ListenerBinding binding;
        private final ConnectionView peer;
        private final long cameNanos = worker.nowNanos();

        Waiting(SocketChannel channel, ListenerBinding binding, ConnectionView peer) {
            this.channel = channel;
            this.binding = binding;
            this.peer = peer;
        }

        @Override
        public void told(ProxyPrelude prelude, ProxyHeader header) {
            waiting.remove(prelude);
            worker.welcome(channel, binding, peer.conveyed(header));
        }

        @Override
        public void failed(ProxyPrelude prelude, String reason) {
            log.debug(
                    "event=proxy-header-refused listener={} peer={} reason=\"{}\"",
                    binding.name(),
                    peer.from(),
                    reason);
            worker.tellRefused(binding, peer, cameNanos, ConnectionFailure.PROXY_HEADER);
            waiting.remove(prelude);
            worker.left(binding);
        }
    }

    int count() {
        return waiting.size();
    }

    void close() {
        Map.copyOf(waiting).keySet().forEach(ProxyPrelude::close);
    }

    /** Those of one listener. */
    void close(ListenerBinding binding) {
        Map.copyOf(waiting).forEach((prelude, of) -> {
            if (of.equals(binding)) {
                prelude.close();
            }
        });
    }
}
