package dev.postern.nio.upstream;

import dev.postern.domain.failure.FailureKind;
import dev.postern.domain.upstream.EndpointStats;
import dev.postern.domain.upstream.Randomness;
import dev.postern.domain.upstream.Room;
import dev.postern.nio.http.ClientStreams;
import dev.postern.nio.http1.ClientLimits;
import dev.postern.nio.http1.ConnectionParts;
import dev.postern.nio.http1.Http1ClientConnection;
import dev.postern.nio.tls.ClientContext;
import dev.postern.nio.transport.ConnectFailures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One worker's connections to one endpoint. The connection that rested last is used first, so that the others may age and
 * go. What it opens and lets rest is counted together with the other workers' in the endpoint's quota. Ends when its
 * endpoint has left and its last connection is closed.
 */
final class ConnectionPool implements ClientStreams, Http1ClientConnection.Home, Room {
    /** why: the selector tells of a close within a cycle; longer rests are rare where a system call would count. */
    private static final long TRUSTED_NANOS = 10_000_000;

    private final ConnectionParts parts;
    private final Connector connector;
    private final Randomness chance;
    private final EndpointStats endpoint;
    private final EndpointQuota quota;
    private final LoopLine line;
    private final LoopNeighbours neighbours;
    private final ByteBuffer probe = ByteBuffer.allocate(1);
    private final ArrayDeque<Http1ClientConnection> idle = new ArrayDeque<>();
    private final IdentityHashMap<Http1ClientConnection, User> waiting = new IdentityHashMap<>();
    private final Set<Http1ClientConnection> open = new HashSet<>();
    private final RestMemory rests = new RestMemory();
    /** Opened by what secured the endpoint before: they go as soon as they are free. */
    private final Set<Http1ClientConnection> outdated = new HashSet<>();

    private @Nullable ClientContext security;
    private ClientLimits limits;
    /** Of the quota's places for connections that rest; as many as ever rested here at once, until they close. */
    private int restingPlaces;
    /** Of the quota's places: given by others, and not used yet. */
    private int givenPlaces;

    private long connects;
    private long reuses;
    private int restingTold;
    private int giveTo = WaitingRoom.NOBODY;
    private boolean retired;

    ConnectionPool(ConnectionParts parts, PoolParts of, ClientLimits limits) {
        this.parts = parts;
        connector = of.connector();
        chance = of.chance();
        endpoint = of.endpoint();
        quota = of.quota();
        line = of.line();
        neighbours = of.neighbours();
        security = connector.secures(endpoint.id().upstream());
        this.limits = limits;
    }

    void update(ClientLimits newLimits) {
        if (!newLimits.equals(limits)) {
            limits = newLimits;
            open.forEach(each -> each.limit(limits.aged(chance)));
        }
        ClientContext now = connector.secures(endpoint.id().upstream());
        if (!Objects.equals(now, security)) {
            security = now;
            outdated.addAll(open);
            new ArrayList<>(idle).forEach(Http1ClientConnection::close);
        }
        while (!idle.isEmpty() && (quota.isExceeded() || quota.isRestingExceeded())) {
            idle.getFirst().close();
        }
        tellResting();
    }

    EndpointQuota quota() {
        return quota;
    }

    @Override
    public boolean isThere() {
        return !idle.isEmpty() || givenPlaces > 0 || quota.hasRoom();
    }

    // ---- lending

    @Override
    public void lease(User user) {
        if (endpoint.isOverfull()) {
            user.noRoom();
            return;
        }
        Http1ClientConnection resting = idle.pollLast();
        while (resting != null && !isUsable(resting, user)) {
            resting.close();
            resting = idle.pollLast();
        }
        tellResting();
        if (resting == null) {
            leaseFresh(user);
        } else {
            reuses++;
            user.connected(resting);
        }
    }

    /** A request that can be repeated may as well find out by itself. */
    private boolean isUsable(Http1ClientConnection resting, User user) {
        long rested = resting.restedNanos();
        if (user.mayRepeat() && rested < TRUSTED_NANOS) {
            return true;
        }
        if (!resting.isAlive(probe)) {
            rests.closedAfter(rested, parts.loop().nowNanos());
            return false;
        }
        rests.openAfter(rested);
        return rested < rests.limitNanos(parts.loop().nowNanos());
    }

    @Override
    public void leaseFresh(User user) {
        if (!endpoint.isOverfull() && takePlace()) {
            open(user);
        } else {
            user.noRoom();
        }
    }

    /** A place in the endpoint's quota for a connection that this pool does not keep, or is about to open. */
    boolean takePlace() {
        if (givenPlaces > 0) {
            givenPlaces--;
            return true;
        }
        if (!quota.hasRoom() && !idle.isEmpty()) {
            idle.getFirst().close();
        }
        return quota.take();
    }

    private void open(User user) {
        try {
            Connector.Call call =
                    new Connector.Call(endpoint.id().upstream(), endpoint.id().address(), ClientContext.Speaks.HTTP);
            Http1ClientConnection connection = new Http1ClientConnection(
                    parts,
                    limits.aged(chance),
                    handler -> connector.dial(parts.loop(), parts.buffers(), call, handler),
                    this);
            open.add(connection);
            connects++;
            waiting.put(connection, user);
        } catch (IOException e) {
            givePlaceBack();
            user.notConnected(ConnectFailures.kindOf(e));
        }
    }

    /** A connection that is being opened for the user rests when it is there. */
    @Override
    public void forget(User user) {
        waiting.values().removeIf(each -> each.equals(user));
    }

    @Override
    public void connected(Http1ClientConnection connection) {
        User user = waiting.remove(connection);
        if (user != null) {
            user.connected(connection);
        } else {
            connection.rest();
        }
    }

    @Override
    public void connectFailed(Http1ClientConnection connection, FailureKind kind) {
        User user = waiting.remove(connection);
        if (user != null) {
            user.notConnected(kind);
        }
    }

    // ---- resting

    @Override
    public void idle(Http1ClientConnection connection) {
        long restNanos =
                connection.longestRestNanos(rests.limitNanos(parts.loop().nowNanos()));
        if (retired
                || outdated.contains(connection)
                || restNanos <= 0
                || endpoint.availability().closesUnused()
                || quota.isExceeded()
                || !mayRest()) {
            connection.close();
            return;
        }
        if (quota.isLimited()) {
            giveTo = neighbours.claimant(WaitingRoom.Place.CONNECTION);
            if (giveTo != WaitingRoom.NOBODY) {
                connection.close();
                return;
            }
        }
        idle.addLast(connection);
        connection.restFor(restNanos);
        tellResting();
        line.serveSoon();
    }

    private boolean mayRest() {
        if (idle.size() < restingPlaces) {
            return true;
        }
        boolean taken = quota.takeResting();
        restingPlaces += taken ? 1 : 0;
        return taken;
    }

    /** Tells the other workers how many could be given to them. */
    private void tellResting() {
        int now = quota.isLimited() ? idle.size() : 0;
        if (now != restingTold) {
            neighbours.tellResting(now - restingTold);
            restingTold = now;
        }
    }

    @Override
    public void endedAtRest(Http1ClientConnection connection) {
        rests.closedAfter(connection.restedNanos(), parts.loop().nowNanos());
    }

    @Override
    public void closed(Http1ClientConnection connection) {
        open.remove(connection);
        outdated.remove(connection);
        if (idle.remove(connection)) {
            returnRestingPlace();
        }
        while (restingPlaces > open.size()) {
            returnRestingPlace();
        }
        tellResting();
        int to = giveTo;
        giveTo = WaitingRoom.NOBODY;
        if (to == WaitingRoom.NOBODY) {
            givePlaceBack();
        } else {
            neighbours.give(to, endpoint.id(), quota);
        }
    }

    private void returnRestingPlace() {
        restingPlaces--;
        quota.giveRestingBack();
    }

    // ---- places, shared with the other workers

    /** To a worker where somebody waits for it, or to all. */
    void givePlaceBack() {
        if (!quota.isLimited() || quota.isExceeded()) {
            quota.giveBack();
            return;
        }
        int to = neighbours.claimant(WaitingRoom.Place.CONNECTION);
        if (to == WaitingRoom.NOBODY) {
            quota.giveBack();
            line.serveSoon();
            // why again: whoever began to wait in between has seen neither the place nor us.
            to = neighbours.claimant(WaitingRoom.Place.CONNECTION);
            if (to == WaitingRoom.NOBODY) {
                return;
            }
            if (!quota.take()) {
                neighbours.room().promiseKept(WaitingRoom.Place.CONNECTION, to);
                return;
            }
        }
        neighbours.give(to, endpoint.id(), quota);
    }

    /** Another worker gives a place; what nobody here needs any more goes on to the next. */
    void receive() {
        givenPlaces++;
        line.serve();
        while (givenPlaces > 0) {
            givenPlaces--;
            givePlaceBack();
        }
    }

    /** Others wait: connections that rest here are closed for as many of them. */
    void share() {
        while (!idle.isEmpty()) {
            giveTo = neighbours.claimant(WaitingRoom.Place.CONNECTION);
            if (giveTo == WaitingRoom.NOBODY) {
                return;
            }
            idle.getFirst().close();
        }
    }

    // ---- ending

    /** The endpoint has left: connections go as soon as they are free. */
    void retire() {
        retired = true;
        closeUnused();
    }

    /** Of its endpoint something was decided. */
    void heed() {
        if (endpoint.availability().closesUnused()) {
            closeUnused();
        }
    }

    private void closeUnused() {
        List<Http1ClientConnection> resting = new ArrayList<>(idle);
        resting.forEach(Http1ClientConnection::close);
    }

    void close() {
        retired = true;
        new ArrayList<>(open).forEach(Http1ClientConnection::close);
    }

    /** That were begun. */
    long connects() {
        return connects;
    }

    /** Of connections that rested. */
    long reuses() {
        return reuses;
    }

    int openConnections() {
        return open.size();
    }

    int idleConnections() {
        return idle.size();
    }
}
