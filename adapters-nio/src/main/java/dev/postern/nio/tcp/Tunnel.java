package dev.postern.nio.tcp;

import dev.postern.nio.buffer.BufferPool;
import dev.postern.nio.loop.Count;
import dev.postern.nio.loop.EventLoop;
import dev.postern.nio.loop.Timeout;
import dev.postern.nio.transport.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * Bytes both ways between a client and an endpoint that are both connected: of a TCP listener, or after an Upgrade.
 * Belongs to one loop, and owns both transports. It closes them when both directions have been ended by their senders; in
 * every other case it resets them, so that nobody takes a torn stream for a complete one.
 */
public final class Tunnel {
    /** Hears how it ended, once. */
    public interface Owner {
        void ended(End end);
    }

    /** Why a tunnel is over. */
    public enum End {
        /** Both sides said all that they had to say. */
        CLOSED,
        /** The client reset its connection, or takes no more. */
        CLIENT_RESET,
        /** The endpoint did. */
        ENDPOINT_RESET,
        /** No byte moved for too long. */
        IDLE,
        /** By {@link #cut()}. */
        CUT
    }

    /**
     * @param idleNanos longest silence of both sides; 0 is no limit
     * @param upwards counts bytes of the client
     * @param downwards counts bytes of the endpoint
     */
    public record Terms(long idleNanos, Count upwards, Count downwards) {}

    private final EventLoop loop;
    private final Transport client;
    private final Transport endpoint;
    private final long idleNanos;
    private final Owner owner;
    private final TcpFlow upwards;
    private final TcpFlow downwards;
    private final Timeout idle = new Timeout(() -> end(End.IDLE));
    private boolean ended;

    public Tunnel(EventLoop loop, BufferPool pool, Transport client, Transport endpoint, Terms terms, Owner owner) {
        this.loop = loop;
        this.client = client;
        this.endpoint = endpoint;
        idleNanos = terms.idleNanos;
        this.owner = owner;
        upwards = new TcpFlow(pool, client, endpoint, terms.upwards);
        downwards = new TcpFlow(pool, endpoint, client, terms.downwards);
    }

    /**
     * Begins with what was read of both sides before. The buffers are on loan from the pool and ready to be read; the
     * tunnel gives them back.
     */
    public void begin(@Nullable ByteBuffer fromClient, @Nullable ByteBuffer fromEndpoint) {
        moved();
        upwards.begin(fromClient);
        downwards.begin(fromEndpoint);
        settle();
    }

    /** The client's transport is ready. */
    public void clientReady(int readyOps) {
        move(readyOps, upwards, downwards);
    }

    /** The endpoint's transport is ready. */
    public void endpointReady(int readyOps) {
        move(readyOps, downwards, upwards);
    }

    private void move(int readyOps, TcpFlow from, TcpFlow to) {
        if (ended) {
            return;
        }
        moved();
        try {
            // why first: what a side said before it broke is passed on before its breaking is noticed by a write.
            if ((readyOps & SelectionKey.OP_READ) != 0) {
                from.read();
            }
        } catch (IOException e) {
            end(from.equals(upwards) ? End.CLIENT_RESET : End.ENDPOINT_RESET);
            return;
        }
        if ((readyOps & SelectionKey.OP_WRITE) != 0) {
            to.write();
        }
        settle();
    }

    private void moved() {
        if (idleNanos > 0) {
            loop.timers().arm(idle, loop.nowNanos() + idleNanos);
        }
    }

    private void settle() {
        if (upwards.isOver() && downwards.isOver()) {
            end(upwards.isBroken() ? End.ENDPOINT_RESET : downwards.isBroken() ? End.CLIENT_RESET : End.CLOSED);
        }
    }

    /** Ends both connections before their time. */
    public void cut() {
        end(End.CUT);
    }

    private void end(End how) {
        if (ended) {
            return;
        }
        ended = true;
        loop.timers().cancel(idle);
        if (how == End.CLOSED) {
            client.close();
            endpoint.close();
        } else {
            client.reset();
            endpoint.reset();
        }
        upwards.release();
        downwards.release();
        owner.ended(how);
    }
}
