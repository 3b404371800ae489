package dev.postern.nio.tcp;

import dev.postern.domain.failure.FailureKind;
import dev.postern.nio.buffer.BufferPool;
import dev.postern.nio.loop.EventLoop;
import dev.postern.nio.loop.KeyHandler;
import dev.postern.nio.loop.Timeout;
import dev.postern.nio.transport.ConnectFailures;
import dev.postern.nio.transport.Dialled;
import dev.postern.nio.transport.Opening;
import dev.postern.nio.transport.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A client's TCP connection on its way to an endpoint, and the tunnel to it. Nothing is read from the client before the
 * endpoint is there, but what the guide wants to hear before it chooses one. Belongs to one loop; ends with its tunnel, or
 * by {@link #cut()}.
 *
 * <pre>
 *   WAITING --listen--> HEARING --heard, or time is up--> WAITING
 *   WAITING --connect--> CONNECTING --connected, guide begins--> RELAYING --tunnel ends--> CLOSED
 *       \--cut--> CLOSED      \--failed: the guide names another endpoint, or cuts
 * </pre>
 */
public final class TcpRelay implements Sessions.Session {
    /** Chooses where to connect, and is told how it went. */
    public interface Guide {
        /** Judges bytes of the client as they come; true when it has heard enough. Never called without a listen before. */
        boolean hears(ByteBuffer some);

        /** It has heard enough, or there will be no more to hear in time. */
        void heard(TcpRelay relay);

        /** Calls {@link TcpRelay#begin}, or cuts the relay. */
        void connected(TcpRelay relay);

        /** May call {@link TcpRelay#connect} again, or cut the relay. */
        void connectFailed(TcpRelay relay, FailureKind kind);

        /** Comes once. */
        void closed(TcpRelay relay, Tunnel.End end);
    }

    private final EventLoop loop;
    private final BufferPool pool;
    private final Guide guide;
    private final Transport client;
    private final Timeout connectTimeout = new Timeout(() -> connectFailed(FailureKind.CONNECT_TIMEOUT));
    private final Timeout hearTimeout = new Timeout(this::stopHearing);
    private @Nullable Dialled endpoint;
    private @Nullable ByteBuffer heard;
    private @Nullable Tunnel tunnel;
    private boolean hearing;
    private boolean closed;

    /**
     * @param heard what the client has said before, on loan from the pool and ready to be put to; it goes to the endpoint
     *     before everything else
     */
    public TcpRelay(
            EventLoop loop,
            BufferPool pool,
            Opening<? extends Transport> client,
            @Nullable ByteBuffer heard,
            Guide guide)
            throws IOException {
        this.loop = loop;
        this.pool = pool;
        this.guide = guide;
        this.heard = heard;
        this.client = client.open(this::clientReady);
    }

    /** Lets the guide hear what the client says first; it goes to the endpoint before everything else. */
    public void listen(long timeoutNanos) {
        hearing = true;
        loop.timers().arm(hearTimeout, loop.nowNanos() + timeoutNanos);
        client.wantRead(true);
    }

    private void hear() {
        ByteBuffer all = heard == null ? pool.borrowHead() : heard;
        heard = all;
        int before = all.position();
        int n;
        try {
            n = client.read(all);
        } catch (IOException e) {
            reset(Tunnel.End.CLIENT_RESET);
            return;
        }
        if (n < 0 || guide.hears(all.duplicate().flip().position(before)) || !all.hasRemaining()) {
            stopHearing();
        }
    }

    private void stopHearing() {
        hearing = false;
        loop.timers().cancel(hearTimeout);
        client.wantRead(false);
        guide.heard(this);
    }

    /** @param calling opens the way to the endpoint */
    public void connect(Opening<Dialled> calling, long timeoutNanos) throws IOException {
        endpoint = calling.open(this::endpointReady);
        loop.timers().arm(connectTimeout, loop.nowNanos() + timeoutNanos);
    }

    private void clientReady(int readyOps) {
        if (tunnel != null) {
            guarded(tunnel::clientReady, readyOps);
        } else if (hearing && !closed) {
            guarded(_ -> hear(), readyOps);
        }
    }

    private void endpointReady(int readyOps) {
        if (tunnel != null) {
            guarded(tunnel::endpointReady, readyOps);
        } else if (!closed) {
            guarded(_ -> finishConnect(), readyOps);
        }
    }

    private void guarded(KeyHandler action, int readyOps) {
        try {
            action.ready(readyOps);
        } catch (RuntimeException e) {
            cut();
            throw e;
        }
    }

    private void finishConnect() {
        Dialled connecting = endpoint;
        if (connecting == null) {
            return;
        }
        try {
            connecting.finishConnect();
        } catch (IOException e) {
            connectFailed(ConnectFailures.kindOf(e));
            return;
        }
        loop.timers().cancel(connectTimeout);
        guide.connected(this);
    }

    /**
     * Lets the bytes flow.
     *
     * @param prefix what the endpoint gets before all that the client says
     */
    public void begin(byte[] prefix, Tunnel.Terms terms) {
        Dialled connected = endpoint;
        if (connected == null || closed) {
            throw new IllegalStateException("not connected");
        }
        terms.upwards().add(heard == null ? 0 : heard.position());
        ByteBuffer first = first(prefix);
        heard = null;
        tunnel = new Tunnel(loop, pool, client, connected, terms, this::end);
        tunnel.begin(first, null);
    }

    private @Nullable ByteBuffer first(byte[] prefix) {
        ByteBuffer said = heard == null ? null : heard.flip();
        if (prefix.length == 0) {
            return said;
        }
        ByteBuffer both = pool.borrowLargeHead(prefix.length + (said == null ? 0 : said.remaining()))
                .put(prefix);
        if (said != null) {
            both.put(said);
            pool.giveBack(said);
        }
        return both.flip();
    }

    private void connectFailed(FailureKind kind) {
        loop.timers().cancel(connectTimeout);
        if (endpoint != null) {
            endpoint.close();
            endpoint = null;
        }
        guide.connectFailed(this, kind);
    }

    /** Ends both connections by a reset. */
    @Override
    public void cut() {
        if (tunnel != null) {
            tunnel.cut();
        } else {
            reset(Tunnel.End.CUT);
        }
    }

    private void reset(Tunnel.End how) {
        client.reset();
        if (endpoint != null) {
            endpoint.reset();
        }
        end(how);
    }

    private void end(Tunnel.End how) {
        if (closed) {
            return;
        }
        closed = true;
        hearing = false;
        loop.timers().cancel(connectTimeout);
        loop.timers().cancel(hearTimeout);
        pool.giveBack(heard);
        heard = null;
        guide.closed(this, how);
    }
}
