package dev.postern.nio.transport;

import dev.postern.nio.loop.EventLoop;
import dev.postern.nio.loop.KeyHandler;
import dev.postern.nio.loop.Timeout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * The time of a connection before its PROXY header has come. Takes the header from the channel and not a byte more, so
 * that whoever takes the channel over finds what a client's own connection would hold. Belongs to one loop; ends with the
 * header, or by closing the channel.
 */
public final class ProxyPrelude implements KeyHandler {
    /** Hears how it ended, once. */
    public interface Owner {
        /** The channel is the owner's again. */
        void told(ProxyPrelude prelude, ProxyHeader header);

        /** The channel is closed. */
        void failed(ProxyPrelude prelude, String reason);
    }

    private static final int AT_ONCE = 256;

    private final EventLoop loop;
    private final PlainTransport transport;
    private final Owner owner;
    private final ProxyHeaderDecoder decoder = new ProxyHeaderDecoder();
    private final Timeout timeout = new Timeout(() -> fail("no header in time"));
    private boolean ended;

    public ProxyPrelude(EventLoop loop, SocketChannel channel, long timeoutNanos, Owner owner) throws IOException {
        this.loop = loop;
        this.owner = owner;
        transport = new PlainTransport(loop, channel, SelectionKey.OP_READ, this);
        loop.timers().arm(timeout, loop.nowNanos() + timeoutNanos);
    }

    @Override
    public void ready(int readyOps) {
        if (ended) {
            return;
        }
        try {
            read();
        } catch (IOException e) {
            fail("connection lost");
        }
    }

    private void read() throws IOException {
        ByteBuffer some = ByteBuffer.allocate(AT_ONCE);
        for (int wanted = decoder.wanted(); wanted > 0; wanted = decoder.wanted()) {
            int n = transport.read(some.clear().limit(Math.min(wanted, AT_ONCE)));
            if (n < 0) {
                fail("closed before the header");
                return;
            }
            if (n == 0) {
                return;
            }
            switch (decoder.decode(some.flip())) {
                case NEEDS_MORE -> {}
                case FAULTY -> {
                    fail("no PROXY header");
                    return;
                }
                case COMPLETE -> {
                    ended = true;
                    loop.timers().cancel(timeout);
                    transport.wantRead(false);
                    owner.told(this, decoder.header());
                    return;
                }
            }
        }
    }

    /** Ends the connection before its header has come. */
    public void close() {
        fail("closed by us");
    }

    private void fail(String reason) {
        if (ended) {
            return;
        }
        ended = true;
        loop.timers().cancel(timeout);
        transport.close();
        owner.failed(this, reason);
    }
}
