package dev.postern.nio.upstream;

import dev.postern.domain.config.Address;
import dev.postern.domain.failure.FailureKind;
import dev.postern.nio.http.ClientStreams;
import dev.postern.nio.http1.ClientLimits;
import dev.postern.nio.http1.ConnectionParts;
import dev.postern.nio.http1.Http1ClientConnection;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * One worker's connections to one endpoint. The connection that rested last is used first, so that the others may age and
 * go. Ends when its endpoint has left and its last connection is closed.
 */
public final class ConnectionPool implements ClientStreams, Http1ClientConnection.Home {
    /** why: the selector tells of a close within a cycle; longer rests are rare where a system call would count. */
    private static final long TRUSTED_NANOS = 10_000_000;

    private final ConnectionParts parts;
    private final Connector connector;
    private final Address address;
    private final ByteBuffer probe = ByteBuffer.allocate(1);
    private final ArrayDeque<Http1ClientConnection> idle = new ArrayDeque<>();
    private final IdentityHashMap<Http1ClientConnection, User> waiting = new IdentityHashMap<>();
    private final Set<Http1ClientConnection> open = new HashSet<>();
    private ClientLimits limits;
    private int maxIdle;
    private boolean retired;

    ConnectionPool(ConnectionParts parts, Connector connector, Address address, ClientLimits limits, int maxIdle) {
        this.parts = parts;
        this.connector = connector;
        this.address = address;
        this.limits = limits;
        this.maxIdle = maxIdle;
    }

    void update(ClientLimits newLimits, int newMaxIdle) {
        limits = newLimits;
        maxIdle = newMaxIdle;
    }

    @Override
    public void lease(User user) {
        Http1ClientConnection resting = idle.pollLast();
        while (resting != null && !isUsable(resting, user)) {
            resting.close();
            resting = idle.pollLast();
        }
        if (resting == null) {
            open(user);
        } else {
            user.connected(resting);
        }
    }

    /** A request that can be repeated may as well find out by itself. */
    private boolean isUsable(Http1ClientConnection resting, User user) {
        return (user.mayRepeat() && resting.restedNanos() < TRUSTED_NANOS) || resting.isAlive(probe);
    }

    @Override
    public void leaseFresh(User user) {
        open(user);
    }

    private void open(User user) {
        try {
            SocketChannel channel = connector.connect(address);
            Http1ClientConnection connection = new Http1ClientConnection(parts, limits, channel, this);
            open.add(connection);
            waiting.put(connection, user);
            if (channel.isConnected()) {
                parts.loop().execute(connection::connectedAtOnce);
            }
        } catch (UnknownHostException e) {
            user.notConnected(FailureKind.NAME_NOT_RESOLVED);
        } catch (OutOfDescriptorsException e) {
            user.notConnected(FailureKind.OUT_OF_DESCRIPTORS);
        } catch (ConnectException e) {
            user.notConnected(FailureKind.CONNECT_REFUSED);
        } catch (IOException e) {
            user.notConnected(FailureKind.CONNECT_UNREACHABLE);
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

    @Override
    public void idle(Http1ClientConnection connection) {
        if (retired || idle.size() >= maxIdle) {
            connection.close();
        } else {
            idle.addLast(connection);
        }
    }

    @Override
    public void closed(Http1ClientConnection connection) {
        open.remove(connection);
        idle.remove(connection);
    }

    /** The endpoint has left: connections go as soon as they are free. */
    void retire() {
        retired = true;
        List<Http1ClientConnection> resting = new ArrayList<>(idle);
        idle.clear();
        resting.forEach(Http1ClientConnection::close);
    }

    void close() {
        retired = true;
        new ArrayList<>(open).forEach(Http1ClientConnection::close);
    }

    public int openConnections() {
        return open.size();
    }

    public int idleConnections() {
        return idle.size();
    }
}
