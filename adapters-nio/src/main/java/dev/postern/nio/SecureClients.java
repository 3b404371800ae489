package dev.postern.nio;

import dev.postern.domain.bytes.Slice;
import dev.postern.domain.config.ListenerConfig;
import dev.postern.domain.failure.ConnectionFailure;
import dev.postern.domain.routing.RouteSpec;
import dev.postern.domain.snapshot.Destination;
import dev.postern.nio.http.OwnAnswer;
import dev.postern.nio.tls.ServerContext;
import dev.postern.nio.tls.TlsEntrance;
import dev.postern.nio.tls.TlsTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One worker's connections whose TLS handshake is not over yet, of all its listeners. */
final class SecureClients {
    private static final Logger log = LoggerFactory.getLogger(SecureClients.class);
    private static final byte[] NOTHING = {};
    private static final long HURRY_NANOS = 1_000_000_000L;

    private final Worker worker;
    private final Map<TlsEntrance, ListenerBinding> waiting = new HashMap<>();

    SecureClients(Worker worker) {
        this.worker = worker;
    }

    void begin(SocketChannel channel, ListenerBinding binding, ConnectionView client) throws IOException {
        ServerContext context = worker.tls().listener(binding.name());
        if (context == null) {
            throw new IOException("its certificates are not there");
        }
        long timeoutNanos =
                binding.config().tls().orElseThrow().handshakeTimeout().toNanos();
        waiting.put(
                new TlsEntrance(
                        worker.tlsParts(), channel, context, timeoutNanos, new Waiting(channel, binding, client)),
                binding);
    }

    private final class Waiting implements TlsEntrance.Owner {
        private final SocketChannel channel;
        private final ListenerBinding binding;
        private final ConnectionView client;
        private final long cameNanos = worker.nowNanos();

        Waiting(SocketChannel channel, ListenerBinding binding, ConnectionView client) {
            this.channel = channel;
            this.binding = binding;
            this.client = client;
        }

        @Override
        public boolean passesOn(TlsEntrance entrance, ByteBuffer heard, Slice serverName) {
            Optional<RouteSpec<Destination>> route = worker.tcpListener(binding.name())
                    .flatMap(listener -> listener.routes().find(serverName, client.clientAddress()))
                    .filter(found -> !found.config().match().sni().isEmpty());
            if (route.isEmpty()) {
                return false;
            }
            waiting.remove(entrance);
            worker.passOn(channel, binding, client, heard, serverName);
            return true;
        }

        @Override
        public void secured(TlsEntrance entrance, TlsTransport transport) {
            waiting.remove(entrance);
            worker.secured(transport, binding, client);
        }

        @Override
        public byte[] answerToPlain() {
            return binding.config().protocol() == ListenerConfig.Protocol.HTTP
                    ? OwnAnswer.toPlainHttp(worker.requestIds().next())
                    : NOTHING;
        }

        @Override
        public void failed(TlsEntrance entrance, String reason) {
            log.debug(
                    "event=tls-handshake-failed listener={} client={} reason=\"{}\"",
                    binding.name(),
                    client.clientIp(),
                    reason);
            binding.tally(worker.index()).handshakesFailed().add(1);
            worker.tellRefused(binding, client, cameNanos, ConnectionFailure.TLS_HANDSHAKE);
            waiting.remove(entrance);
            worker.left(binding);
        }
    }

    int count() {
        return waiting.size();
    }

    /** Who has begun is let in yet, when it is soon done: closing would lose the request that comes next. */
    void drain() {
        waiting.keySet().forEach(each -> each.hurry(HURRY_NANOS));
    }

    /** Those of one listener. */
    void drain(ListenerBinding binding) {
        waiting.forEach((entrance, of) -> {
            if (of.equals(binding)) {
                entrance.hurry(HURRY_NANOS);
            }
        });
    }

    void close() {
        Map.copyOf(waiting).keySet().forEach(TlsEntrance::close);
    }
}
