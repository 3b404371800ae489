package dev.postern.nio.upstream;

import dev.postern.domain.config.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;

/** Begins connecting to endpoints. */
public final class Connector {
    /** A channel that is connecting, or has connected already. */
    public SocketChannel connect(Address address) throws IOException {
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
            return target instanceof UnixDomainSocketAddress
                    ? SocketChannel.open(StandardProtocolFamily.UNIX)
                    : SocketChannel.open();
        } catch (IOException e) {
            throw new OutOfDescriptorsException(e);
        }
    }
}
