package dev.postern.nio.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ProxyHeaderEncoderTest {
    private static final SocketAddress V4 = new InetSocketAddress("192.0.2.1", 56_324);
    private static final SocketAddress V4_SERVER = new InetSocketAddress("198.51.100.2", 443);
    private static final SocketAddress V6 = new InetSocketAddress("2001:db8::1", 1);
    private static final SocketAddress UNIX = UnixDomainSocketAddress.of("/run/x.sock");
    private static final String SIGN = "0d0a0d0a000d0a515549540a";

    private static String text(SocketAddress client, SocketAddress server) {
        return new String(ProxyHeaderEncoder.text(client, server), StandardCharsets.ISO_8859_1);
    }

    private static String binary(SocketAddress client, SocketAddress server) {
        return HexFormat.of().formatHex(ProxyHeaderEncoder.binary(client, server));
    }

    @Test
    void writesVersion1() {
        assertEquals("PROXY TCP4 192.0.2.1 198.51.100.2 56324 443\r\n", text(V4, V4_SERVER));
        assertEquals("PROXY TCP6 2001:db8::1 2001:db8::1 1 1\r\n", text(V6, V6));
        assertEquals("PROXY TCP6 ::ffff:192.0.2.1 2001:db8::1 56324 1\r\n", text(V4, V6));
        assertEquals("PROXY TCP6 2001:db8::1 ::ffff:198.51.100.2 1 443\r\n", text(V6, V4_SERVER));
        assertEquals("PROXY UNKNOWN\r\n", text(UNIX, V4));
        assertEquals("PROXY UNKNOWN\r\n", text(V4, UNIX));
    }

    @Test
    void writesVersion2() {
        assertEquals(SIGN + "2111000c" + "c0000201" + "c6336402" + "dc04" + "01bb", binary(V4, V4_SERVER));
        assertEquals(
                SIGN + "21210024" + "20010db8000000000000000000000001" + "00000000000000000000ffffc6336402" + "0001"
                        + "01bb",
                binary(V6, V4_SERVER));
        assertEquals(SIGN + "20000000", binary(UNIX, UNIX));
    }

    @Test
    void whatIsWrittenCanBeRead() {
        for (SocketAddress client : new SocketAddress[] {V4, V6}) {
            for (SocketAddress server : new SocketAddress[] {V4_SERVER, V6}) {
                ProxyHeader expected = new ProxyHeader.Tcp((InetSocketAddress) client, (InetSocketAddress) server);
                assertEquals(expected, read(ProxyHeaderEncoder.text(client, server)));
                assertEquals(expected, read(ProxyHeaderEncoder.binary(client, server)));
            }
        }
        assertEquals(new ProxyHeader.Own(), read(ProxyHeaderEncoder.text(UNIX, UNIX)));
        assertEquals(new ProxyHeader.Own(), read(ProxyHeaderEncoder.binary(UNIX, UNIX)));
    }

    private static ProxyHeader read(byte[] header) {
        ProxyHeaderDecoder decoder = new ProxyHeaderDecoder();
        assertEquals(ProxyHeaderDecoder.Progress.COMPLETE, decoder.decode(ByteBuffer.wrap(header)));
        return decoder.header();
    }
}
