package dev.postern.nio.upstream;

import dev.postern.domain.config.Address;
import dev.postern.nio.blocking.AddressBook;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;

/** Begins connecting to endpoints. */
public final class Connector {
    private final AddressBook addresses;

    public Connector(AddressBook addresses) {
        this.addresses = addresses;
    }

    /** A channel that is connecting, or has connected already. */
    public SocketChannel connect(Address address) throws IOException {
        SocketAddress target = addresses.find(address);
        if (target == null) {
            throw new UnknownHostException(address.host());
        }
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
