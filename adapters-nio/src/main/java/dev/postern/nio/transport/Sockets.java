package dev.postern.nio.transport;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/**
 * Sockets of the kind that an address asks for: one for both kinds of IP takes a longer way through the system with each packet
 * of IPv4.
 */
public final class Sockets {
    private Sockets() {}

    /** Not connected yet. */
    public static SocketChannel to(SocketAddress address) throws IOException {
        Optional<ProtocolFamily> family = family(address);
        return family.isPresent() ? SocketChannel.open(family.get()) : SocketChannel.open();
    }

    /** Not bound yet. */
    public static ServerSocketChannel at(SocketAddress address) throws IOException {
        Optional<ProtocolFamily> family = family(address);
        return family.isPresent() ? ServerSocketChannel.open(family.get()) : ServerSocketChannel.open();
    }

    /** Empty for what the system chooses: IPv6, and the address that stands for all of this machine, of both kinds. */
    private static Optional<ProtocolFamily> family(SocketAddress address) {
        return switch (address) {
            case UnixDomainSocketAddress _ -> Optional.of(StandardProtocolFamily.UNIX);
            case InetSocketAddress inet
            when inet.getAddress() instanceof Inet4Address given && !given.isAnyLocalAddress() ->
                Optional.of(StandardProtocolFamily.INET);
            default -> Optional.empty();
        };
    }
}
