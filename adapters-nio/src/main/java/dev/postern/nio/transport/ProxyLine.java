package dev.postern.nio.transport;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.IpText;
import dev.postern.domain.bytes.Slice;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Version 1 of the PROXY protocol: a line of text. */
final class ProxyLine {
    private static final byte[] UNKNOWN = Ascii.bytes("UNKNOWN");
    private static final byte[] TCP4 = Ascii.bytes("TCP4 ");
    private static final byte[] TCP6 = Ascii.bytes("TCP6 ");
    private static final int MOST_PORT_DIGITS = 5;
    private static final int MOST_PORT = 65_535;

    private ProxyLine() {}

    /** What stands between {@code PROXY} and the end of the line; null where it is none. */
    static @Nullable ProxyHeader parse(byte[] bytes, int start, int end) {
        Slice line = new Slice().set(bytes, start, end);
        if (line.startsWith(UNKNOWN)) {
            boolean isWord = line.length() == UNKNOWN.length || line.at(UNKNOWN.length) == ' ';
            return isWord ? new ProxyHeader.Own() : null;
        }
        boolean isIpv6 = line.startsWith(TCP6);
        if (!isIpv6 && !line.startsWith(TCP4)) {
            return null;
        }
        int client = TCP4.length;
        int server = behindSpace(line, client);
        int clientPort = behindSpace(line, server);
        int serverPort = behindSpace(line, clientPort);
        if (serverPort < 0 || line.indexOf(' ', serverPort) >= 0) {
            return null;
        }
        InetSocketAddress from = end(line, client, server - 1, clientPort, serverPort - 1, isIpv6);
        InetSocketAddress to = end(line, server, clientPort - 1, serverPort, line.length(), isIpv6);
        return from == null || to == null ? null : new ProxyHeader.Tcp(from, to);
    }

    private static int behindSpace(Slice line, int from) {
        int space = from < 0 ? -1 : line.indexOf(' ', from);
        return space < 0 ? -1 : space + 1;
    }

    private static @Nullable InetSocketAddress end(
            Slice line, int host, int hostEnd, int port, int portEnd, boolean isIpv6) {
        Slice text = new Slice().set(line.array(), line.start() + host, line.start() + hostEnd);
        byte[] address = new byte[16];
        int length = IpText.parse(text, address);
        int number = port(line, port, portEnd);
        if (length < 0 || number < 0 || isIpv6 != text.indexOf(':', 0) >= 0) {
            return null;
        }
        return end(Arrays.copyOf(address, length), number);
    }

    private static int port(Slice line, int start, int end) {
        int number = 0;
        for (int i = start; i < end; i++) {
            byte digit = line.at(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            number = number * 10 + digit - '0';
            if (number > MOST_PORT) {
                return -1;
            }
        }
        boolean isPadded = end - start > 1 && line.at(start) == '0';
        return end == start || end - start > MOST_PORT_DIGITS || isPadded ? -1 : number;
    }

    /** IPv4 in IPv6 is the IPv4 address. */
    static InetSocketAddress end(byte[] address, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(address.length + " bytes", e);
        }
    }
}
