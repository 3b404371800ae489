package dev.postern.nio;

import dev.postern.domain.failure.FailureKind;
import dev.postern.domain.rewrite.ClientAddress;
import dev.postern.domain.snapshot.HttpListener;
import dev.postern.nio.http.Exchange;
import dev.postern.nio.http.ExchangeParts;
import dev.postern.nio.http.OwnAnswer;
import dev.postern.nio.http.RefusedRequest;
import dev.postern.nio.http.RequestIds;
import dev.postern.nio.http.ServerStreamListener;
import dev.postern.nio.http1.Arrival;
import dev.postern.nio.http1.ClientSocket;
import dev.postern.nio.http1.Http1ServerConnection;
import dev.postern.nio.http1.ServerLimits;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker's side of an http listener: its clients, and the connections that serve them in turn, so that a client
 * costs little between its requests. Ends with the listener's last client.
 */
final class HttpFront implements Http1ServerConnection.Front, ClientSocket.Home {
    private static final Logger log = LoggerFactory.getLogger(HttpFront.class);
    /** What a burst leaves behind beyond this many is given up. */
    private static final int KEPT = 1_024;

    private static final long STEP_NANOS = 2_000_000;
    /** Whoever has just connected is about to send a request, which closing would lose. */
    private static final long FIRST_REQUEST_NANOS = 1_000_000_000;

    private final Worker worker;
    private final ListenerBinding binding;
    private final RequestIds ids;
    private final Set<ClientSocket> clients = new HashSet<>();
    private final ArrayDeque<Http1ServerConnection> free = new ArrayDeque<>();
    private ServerLimits limits;
    private Optional<HttpListener> listener;

    HttpFront(Worker worker, ListenerBinding binding) {
        this.worker = worker;
        this.binding = binding;
        ids = new RequestIds(worker.chance());
        limits = ServerLimits.of(binding.config());
        listener = worker.httpListener(binding.name());
    }

    /** Goes over to what the snapshot in force says; requests under way finish by what they began with. */
    void update() {
        listener = worker.httpListener(binding.name());
        ServerLimits now = ServerLimits.of(binding.config());
        if (!now.equals(limits)) {
            limits = now;
            free.clear();
        }
    }

    ClientSocket take(Arrival client) throws IOException {
        ClientSocket socket = new ClientSocket(worker.loop(), client, limits.idleNanos(), this);
        clients.add(socket);
        return socket;
    }

    /** Takes a client for one request, as nobody else is taken any more. */
    void takeLast(Arrival client) throws IOException {
        take(client).leave(FIRST_REQUEST_NANOS);
    }

    int clientCount() {
        return clients.size();
    }

    // ---- connections

    @Override
    public Http1ServerConnection lend() {
        Http1ServerConnection kept = free.pollLast();
        return kept == null
                ? new Http1ServerConnection(worker.connectionParts(), limits, new ClientAddress(), this)
                : kept;
    }

    @Override
    public boolean isFull() {
        return worker.strain().hasNoRoom();
    }

    @Override
    public long restNanos(long usualNanos) {
        return worker.strain().restNanos(usualNanos);
    }

    @Override
    public void giveBack(Http1ServerConnection connection) {
        if (connection.limits().equals(limits) && free.size() < KEPT) {
            free.addLast(connection);
        }
    }

    @Override
    public ServerStreamListener follow(Http1ServerConnection connection, ClientAddress client) {
        ExchangeParts parts = new ExchangeParts(
                worker.loop(),
                worker.buffers(),
                worker.strain(),
                worker.upstreams(),
                () -> listener,
                worker.chance(),
                worker.hopByHop(),
                client,
                worker.sessions(),
                worker.observer());
        return new Exchange(parts, connection);
    }

    @Override
    public OwnAnswer refusal(FailureKind kind, ClientAddress client) {
        OwnAnswer answer = OwnAnswer.toUnreadable(kind, ids.next());
        log.debug("event=request-refused listener={} cause={} requestId={}", binding.name(), kind, answer.requestId());
        worker.observer().finished(new RefusedRequest(binding.name(), client.text(), kind, answer));
        return answer;
    }

    @Override
    public void closed(ClientSocket socket) {
        clients.remove(socket);
        worker.left(binding);
    }

    // ---- ending

    /**
     * Lets every client go when it is done. Idle ones go one after the other, so that they don't all come back at the
     * same moment somewhere else; a request that one of them sends before is answered.
     */
    void drain(long mostNanos) {
        List<ClientSocket> all = new ArrayList<>(clients);
        long resting = all.stream().filter(ClientSocket::isResting).count();
        long stepNanos = Math.min(STEP_NANOS, mostNanos / Math.max(1, resting));
        long afterNanos = 0;
        for (ClientSocket each : all) {
            if (each.isNew()) {
                each.leave(Math.min(mostNanos, FIRST_REQUEST_NANOS));
            } else if (each.isResting()) {
                each.leave(afterNanos);
                afterNanos += stepNanos;
            } else {
                each.leave(0);
            }
        }
    }

    void close() {
        new ArrayList<>(clients).forEach(ClientSocket::close);
    }
}
