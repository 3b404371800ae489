package dev.postern.nio.upstream;

import dev.postern.domain.config.Address;
import dev.postern.nio.buffer.BufferPool;
import dev.postern.nio.loop.EventLoop;
import dev.postern.nio.loop.KeyHandler;
import dev.postern.nio.tls.ClientContext;
import dev.postern.nio.tls.TlsContexts;
import dev.postern.nio.tls.TlsTransport;
import dev.postern.nio.transport.Dialled;
import dev.postern.nio.transport.OutOfDescriptorsException;
import dev.postern.nio.transport.PlainTransport;
import dev.postern.nio.transport.Sockets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Begins connecting to endpoints, with TLS to those of upstreams that have it. Any loop. */
public final class Connector {
    /**
     * Where to, and what for.
     *
     * @param upstream whose TLS is spoken, where it has any
     * @param introduction what comes before TLS; who connects without TLS sends it himself
     */
    public record Call(String upstream, Address address, ClientContext.Speaks speaks, ByteBuffer introduction) {
        private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

        public Call(String upstream, Address address, ClientContext.Speaks speaks) {
            this(upstream, address, speaks, NOTHING);
        }
    }

    private final TlsContexts contexts;
    private final Executor steps;

    /** Without TLS. */
    public Connector() {
        this(new TlsContexts(), Runnable::run);
    }

    /** @param steps runs what a loop has no time for */
    public Connector(TlsContexts contexts, Executor steps) {
        this.contexts = contexts;
        this.steps = steps;
    }

    /** What secures connections to an upstream now; null for nothing. */
    public @Nullable ClientContext secures(String upstream) {
        return contexts.upstream(upstream);
    }

    /** A connection under way, of which the handler is told by {@code OP_CONNECT} when it is there or has failed. */
    public Dialled dial(EventLoop loop, BufferPool buffers, Call call, KeyHandler handler) throws IOException {
        ClientContext context = contexts.upstream(call.upstream());
        SocketChannel channel = connect(call.address());
        try {
            return context == null
                    ? plain(loop, channel, handler)
                    : secure(new TlsTransport.Parts(loop, buffers, steps), context, call, channel, handler);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static Dialled plain(EventLoop loop, SocketChannel channel, KeyHandler handler) throws IOException {
        PlainTransport transport = new PlainTransport(loop, channel, SelectionKey.OP_CONNECT, handler);
        if (channel.isConnected()) {
            loop.execute(() -> {
                if (transport.isOpen()) {
                    handler.ready(SelectionKey.OP_CONNECT);
                }
            });
        }
        return transport;
    }

    private static Dialled secure(
            TlsTransport.Parts parts, ClientContext context, Call call, SocketChannel channel, KeyHandler handler)
            throws IOException {
        TlsTransport transport =
                TlsTransport.dialled(parts, context, context.engine(call.address(), call.speaks()), channel);
        transport.introduce(call.introduction());
        transport.follow(handler);
        if (channel.isConnected()) {
            parts.loop().execute(transport::connectedAtOnce);
        }
        return transport;
    }

    /** A channel that is connecting, or has connected already. */
    private static SocketChannel connect(Address address) throws IOException {
        SocketAddress target = target(address);
        SocketChannel channel = open(target);
        try {
            channel.configureBlocking(false);
            if (!address.isUnix()) {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            }
            channel.connect(target);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Names were looked up when the snapshot was made; one that is left is one of which nothing is known. */
    private static SocketAddress target(Address address) throws UnknownHostException {
        if (address.isUnix()) {
            return UnixDomainSocketAddress.of(address.host());
        }
        if (address.isNamed()) {
            throw new UnknownHostException(address.host());
        }
        return new InetSocketAddress(InetAddress.ofLiteral(address.host()), address.port());
    }

    private static SocketChannel open(SocketAddress target) throws IOException {
        try {
            return Sockets.to(target);
        } catch (IOException e) {
            throw new OutOfDescriptorsException(e);
        }
    }
}
