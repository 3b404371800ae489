package dev.postern.nio.http1;

import dev.postern.domain.bytes.Slice;
import dev.postern.domain.rewrite.ClientAddress;
import dev.postern.nio.loop.EventLoop;
import dev.postern.nio.loop.KeyHandler;
import dev.postern.nio.loop.Timeout;
import dev.postern.nio.tls.TlsSession;
import dev.postern.nio.transport.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * A client's socket for as long as it is open, and all that a client costs between its requests: when bytes come it
 * borrows a connection, which goes back when everything is answered. Belongs to one loop; ends by {@link #close()}.
 *
 * <pre>
 *   RESTING --bytes--> SERVED --all answered--> RESTING       any --closed, idle for too long--> CLOSED
 * </pre>
 */
public final class ClientSocket implements KeyHandler {
    /** Lends connections to the clients of one listener. */
    public interface Home {
        Http1ServerConnection lend();

        /** Whether there is no memory for one more request now. */
        boolean isFull();

        /** How long a client may rest that usually may for so long. */
        long restNanos(long usualNanos);

        void closed(ClientSocket socket);
    }

    private static final long POSTPONED_NANOS = 20_000_000;
    private static final byte[] NO_ADDRESS = {};

    private final Home home;
    private final EventLoop loop;
    private final Transport transport;
    private final @Nullable TlsSession tls;
    private final byte[] peerAddress;
    private final int peerPort;
    private final Timeout timeout = new Timeout(this::timedOut);
    private @Nullable Http1ServerConnection serving;
    private int requests;
    private int requestsBefore;
    private boolean postponed;
    private boolean leaving;
    private boolean closed;

    public ClientSocket(EventLoop loop, Arrival client, long idleNanos, Home home) throws IOException {
        this.home = home;
        this.loop = loop;
        tls = client.tls();
        if (client.from() instanceof InetSocketAddress peer) {
            peerAddress = peer.getAddress().getAddress();
            peerPort = peer.getPort();
        } else {
            peerAddress = NO_ADDRESS;
            peerPort = 0;
        }
        transport = client.connection().open(this);
        transport.wantRead(true);
        arm(idleNanos);
    }

    @Override
    public void ready(int readyOps) {
        if ((readyOps & SelectionKey.OP_WRITE) != 0 && serving != null) {
            serving.ready(SelectionKey.OP_WRITE);
        }
        if ((readyOps & SelectionKey.OP_READ) != 0 && !closed) {
            if (serving == null) {
                if (home.isFull()) {
                    postpone();
                    return;
                }
                requestsBefore = requests;
                serving = home.lend();
                serving.serve(this);
            }
            serving.ready(SelectionKey.OP_READ);
        }
    }

    private void postpone() {
        postponed = true;
        transport.wantRead(false);
        arm(POSTPONED_NANOS);
    }

    private void timedOut() {
        if (serving != null) {
            serving.timedOut();
        } else if (postponed) {
            // why nothing more: what made it readable is still there, and the selector says so at once.
            postponed = false;
            transport.wantRead(true);
        } else {
            close();
        }
    }

    // ---- for the connection that serves it

    Transport transport() {
        return transport;
    }

    /** Tells who is at the other end. */
    void introduce(ClientAddress client, Slice scratch) {
        client.connected(
                scratch.set(peerAddress, 0, peerAddress.length),
                peerPort,
                tls == null ? ClientAddress.Scheme.HTTP : ClientAddress.Scheme.HTTPS);
    }

    /** What was agreed on; null without TLS. */
    @Nullable
    TlsSession tls() {
        return tls;
    }

    /** Counts a request; answers how many there were. */
    int countRequest() {
        return ++requests;
    }

    void arm(long nanos) {
        loop.timers().arm(timeout, loop.nowNanos() + nanos);
    }

    void disarm() {
        loop.timers().cancel(timeout);
    }

    /** Everything is answered, and the connection goes back. */
    void rest(long idleNanos) {
        serving = null;
        if (leaving) {
            shut();
        } else if (requests > requestsBefore) {
            // why not else: bytes that are no request don't prolong a rest.
            arm(home.restNanos(idleNanos));
        }
    }

    void shut() {
        if (!closed) {
            closed = true;
            serving = null;
            loop.timers().cancel(timeout);
            transport.close();
            home.closed(this);
        }
    }

    // ---- for the worker

    /** Closes after the exchange under way; where there is none, when the time is up, unless a request comes before. */
    public void leave(long afterNanos) {
        leaving = true;
        if (serving == null) {
            arm(afterNanos);
        }
    }

    /** Whether the next response is to be the last one. */
    boolean isLeaving() {
        return leaving;
    }

    /** Whether no request has come yet. */
    public boolean isNew() {
        return requests == 0 && serving == null;
    }

    public boolean isResting() {
        return serving == null;
    }

    /** Closes at once, whatever is under way. */
    public void close() {
        if (serving != null) {
            serving.close();
        } else {
            shut();
        }
    }
}
