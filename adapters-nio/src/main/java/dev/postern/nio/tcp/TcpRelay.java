package dev.postern.nio.tcp;

import dev.postern.domain.failure.FailureKind;
import dev.postern.nio.buffer.BufferPool;
import dev.postern.nio.loop.EventLoop;
import dev.postern.nio.loop.Timeout;
import dev.postern.nio.transport.PlainTransport;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A client and an endpoint, and bytes both ways. Nothing is read from the client before the endpoint is there. Belongs to
 * one loop; ends when both directions have, or when either socket breaks.
 *
 * <pre>
 *   CONNECTING --connected--> RELAYING --both ends said--> CLOSED
 *       \ failed: the guide names another endpoint, or closes
 * </pre>
 */
public final class TcpRelay {
    /** Chooses where to connect, and is told how it went. */
    public interface Guide {
        void connected(TcpRelay relay);

        /** May call {@link TcpRelay#connect} again, or close the relay. */
        void connectFailed(TcpRelay relay, FailureKind kind);

        /** Comes once. */
        void closed(TcpRelay relay);
    }

    private final EventLoop loop;
    private final BufferPool pool;
    private final Guide guide;
    private final PlainTransport client;
    private final Timeout connectTimeout = new Timeout(() -> connectFailed(FailureKind.CONNECT_TIMEOUT));
    private @Nullable PlainTransport endpoint;
    private @Nullable TcpFlow upwards;
    private @Nullable TcpFlow downwards;
    private boolean closed;

    public TcpRelay(EventLoop loop, BufferPool pool, SocketChannel clientChannel, Guide guide) throws IOException {
        this.loop = loop;
        this.pool = pool;
        this.guide = guide;
        client = new PlainTransport(loop, clientChannel, 0, this::clientReady);
    }

    /** Follows a connect that was begun. */
    public void connect(SocketChannel connecting, long timeoutNanos) throws IOException {
        endpoint = new PlainTransport(loop, connecting, SelectionKey.OP_CONNECT, this::endpointReady);
        loop.timers().arm(connectTimeout, loop.nowNanos() + timeoutNanos);
    }

    private void clientReady(int readyOps) {
        move(readyOps, upwards, downwards);
    }

    private void endpointReady(int readyOps) {
        if ((readyOps & SelectionKey.OP_CONNECT) != 0) {
            finishConnect();
        } else {
            move(readyOps, downwards, upwards);
        }
    }

    private void move(int readyOps, @Nullable TcpFlow from, @Nullable TcpFlow to) {
        if (from == null || to == null || closed) {
            return;
        }
        try {
            if ((readyOps & SelectionKey.OP_WRITE) != 0) {
                to.write();
            }
            if ((readyOps & SelectionKey.OP_READ) != 0) {
                from.read();
            }
            if (from.isDone() && to.isDone()) {
                close();
            }
        } catch (IOException e) {
            close();
        }
    }

    private void finishConnect() {
        PlainTransport connecting = endpoint;
        if (connecting == null) {
            return;
        }
        try {
            connecting.finishConnect();
        } catch (IOException e) {
            connectFailed(
                    e instanceof ConnectException ? FailureKind.CONNECT_REFUSED : FailureKind.CONNECT_UNREACHABLE);
            return;
        }
        loop.timers().cancel(connectTimeout);
        upwards = new TcpFlow(pool, client, connecting);
        downwards = new TcpFlow(pool, connecting, client);
        guide.connected(this);
        client.wantRead(true);
        connecting.wantRead(true);
    }

    private void connectFailed(FailureKind kind) {
        loop.timers().cancel(connectTimeout);
        if (endpoint != null) {
            endpoint.close();
            endpoint = null;
        }
        guide.connectFailed(this, kind);
    }

    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        loop.timers().cancel(connectTimeout);
        client.close();
        if (endpoint != null) {
            endpoint.close();
        }
        if (upwards != null) {
            upwards.release();
        }
        if (downwards != null) {
            downwards.release();
        }
        guide.closed(this);
    }
}
