package dev.postern.nio.blocking;

import dev.postern.domain.config.Address;
import dev.postern.nio.transport.Sockets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens and closes sockets that listen, and says in an operator's words why one can't be opened. */
public final class ListeningSocket {
    private static final Logger log = LoggerFactory.getLogger(ListeningSocket.class);
    private static final int BACKLOG = 4096;

    private ListeningSocket() {}

    public static ServerSocketChannel open(Address address) throws IOException {
        SocketAddress local = address.isUnix() ? UnixDomainSocketAddress.of(address.host()) : socketAddress(address);
        ServerSocketChannel channel = Sockets.at(local);
        try {
            if (address.isUnix()) {
                removeStale(Path.of(address.host()));
            } else {
                // why: a restart must not wait for old connections to leave TIME_WAIT.
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            }
            channel.bind(local, BACKLOG);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static SocketAddress socketAddress(Address address) throws UnknownHostException {
        return address.host().isEmpty()
                ? new InetSocketAddress(address.port())
                : new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
    }

    /** A socket file that nobody listens at is left from a process that was killed. */
    private static void removeStale(Path file) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.connect(UnixDomainSocketAddress.of(file));
        } catch (SocketException e) {
            Files.delete(file);
        }
    }

    public static SocketAddress address(ServerSocketChannel channel) {
        try {
            return channel.getLocalAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void close(ServerSocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("event=close-failed reason=\"{}\"", e.getMessage());
        }
    }

    /** Takes a Unix-domain socket's file away; of other addresses nothing stays. */
    public static void removeFile(Address address) {
        if (address.isUnix()) {
            try {
                Files.deleteIfExists(Path.of(address.host()));
            } catch (IOException e) {
                log.warn("event=socket-file-left file={} reason=\"{}\"", address.host(), e.getMessage());
            }
        }
    }
}
