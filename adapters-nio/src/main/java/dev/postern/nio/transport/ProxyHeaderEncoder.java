package dev.postern.nio.transport;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.domain.bytes.IpText;
import dev.postern.domain.bytes.Slice;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * Writes PROXY headers. Where only one end has an IPv4 address it is written as IPv6; where an end has none, as with
 * Unix-domain sockets, the header says that the client is unknown.
 */
public final class ProxyHeaderEncoder {
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};
    private static final int IPV4 = 4;
    private static final int IPV6 = 16;
    private static final byte LOCAL = 0x20;
    private static final byte PROXY = 0x21;

    private ProxyHeaderEncoder() {}

    /** Version 1. */
    public static byte[] text(SocketAddress client, SocketAddress server) {
        if (!(client instanceof InetSocketAddress from) || !(server instanceof InetSocketAddress to)) {
            return Ascii.bytes("PROXY UNKNOWN\r\n");
        }
        boolean isIpv4 = isIpv4(from) && isIpv4(to);
        return Ascii.bytes((isIpv4 ? "PROXY TCP4 " : "PROXY TCP6 ") + text(from, isIpv4) + " " + text(to, isIpv4) + " "
                + from.getPort() + " " + to.getPort() + "\r\n");
    }

    private static String text(InetSocketAddress end, boolean asIpv4) {
        byte[] bytes = end.getAddress().getAddress();
        ByteBuilder text = new ByteBuilder(45);
        IpText.append(new Slice().set(bytes, 0, bytes.length), text);
        return bytes.length == IPV4 && !asIpv4 ? "::ffff:" + text : text.toString();
    }

    /** Version 2. */
    public static byte[] binary(SocketAddress client, SocketAddress server) {
        if (!(client instanceof InetSocketAddress from) || !(server instanceof InetSocketAddress to)) {
            return start(LOCAL, 0, 0).array();
        }
        boolean isIpv4 = isIpv4(from) && isIpv4(to);
        int length = isIpv4 ? IPV4 : IPV6;
        ByteBuffer header = start(PROXY, isIpv4 ? ProxyBinary.TCP4 : ProxyBinary.TCP6, 2 * length + 4);
        putAddress(from, length, header);
        putAddress(to, length, header);
        return header.putShort((short) from.getPort())
                .putShort((short) to.getPort())
                .array();
    }

    private static ByteBuffer start(byte command, int family, int length) {
        return ByteBuffer.allocate(ProxyHeaderDecoder.BINARY_START + length)
                .put(ProxyHeaderDecoder.BINARY_SIGN)
                .put(command)
                .put((byte) family)
                .putShort((short) length);
    }

    private static void putAddress(InetSocketAddress end, int length, ByteBuffer into) {
        byte[] bytes = end.getAddress().getAddress();
        if (bytes.length < length) {
            into.put(MAPPED);
        }
        into.put(bytes);
    }

    private static boolean isIpv4(InetSocketAddress end) {
        return end.getAddress().getAddress().length == IPV4;
    }
}
