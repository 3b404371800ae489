package dev.postern.nio;

import dev.postern.domain.bytes.HeaderFields;
import dev.postern.domain.bytes.Slice;
import dev.postern.domain.rewrite.ClientAddress;
import dev.postern.domain.routing.RequestView;
import dev.postern.nio.transport.ProxyHeader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;

/** What picking an endpoint may ask of a TCP connection: who the client is, and nothing else. */
final class ConnectionView implements RequestView {
    private static final SocketAddress NO_ADDRESS = UnixDomainSocketAddress.of("");

    private final Slice nothing = new Slice();
    private final ClientAddress client = new ClientAddress();

    private final SocketAddress from;
    private final SocketAddress to;

    private ConnectionView(SocketAddress from, SocketAddress to) {
        this.from = from;
        this.to = to;
        if (from instanceof InetSocketAddress peer) {
            byte[] address = peer.getAddress().getAddress();
            client.connected(new Slice().set(address, 0, address.length), peer.getPort(), ClientAddress.Scheme.HTTP);
        }
    }

    /** The other end of a channel; a Unix-domain peer has no address. */
    static ConnectionView of(SocketChannel channel) throws IOException {
        return new ConnectionView(channel.getRemoteAddress(), channel.getLocalAddress());
    }

    /** Whom a believed PROXY header names in place of the peer. */
    ConnectionView conveyed(ProxyHeader header) {
        return switch (header) {
            case ProxyHeader.Own _ -> this;
            case ProxyHeader.Unix _ -> new ConnectionView(NO_ADDRESS, NO_ADDRESS);
            case ProxyHeader.Tcp tcp -> new ConnectionView(tcp.client(), tcp.server());
        };
    }

    /** Where the client is. */
    SocketAddress from() {
        return from;
    }

    /** What it connected to. */
    SocketAddress to() {
        return to;
    }

    @Override
    public Slice method() {
        return nothing;
    }

    @Override
    public boolean isSecure() {
        return false;
    }

    @Override
    public Slice host() {
        return nothing;
    }

    @Override
    public int port() {
        return 0;
    }

    @Override
    public Slice authority() {
        return nothing;
    }

    @Override
    public Slice path() {
        return nothing;
    }

    @Override
    public Slice query() {
        return nothing;
    }

    @Override
    public boolean hasQuery() {
        return false;
    }

    @Override
    public HeaderFields headers() {
        return HeaderFields.NONE;
    }

    @Override
    public Slice clientAddress() {
        return client.address();
    }

    @Override
    public Slice clientIp() {
        return client.text();
    }

    @Override
    public int clientPort() {
        return client.port();
    }

    @Override
    public Slice requestId() {
        return nothing;
    }

    @Override
    public Slice tlsServerName() {
        return nothing;
    }

    @Override
    public Slice tlsVersion() {
        return nothing;
    }
}
