package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.Address;
import dev.postern.domain.config.ListenerConfig;
import dev.postern.domain.config.Network;
import dev.postern.domain.config.UpstreamConfig.ProxyProtocol;
import dev.postern.nio.transport.ProxyHeaderEncoder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProxyProtocolTest extends ProxyTest {
    private static final String LINE = "PROXY TCP4 192.0.2.7 198.51.100.2 4711 443\r\n";
    private static final SocketAddress CLIENT = new InetSocketAddress("192.0.2.7", 4711);
    private static final SocketAddress SERVER = new InetSocketAddress("198.51.100.2", 443);
    private static final byte[] BINARY = ProxyHeaderEncoder.binary(CLIENT, SERVER);
    private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final Network DOCUMENTATION = new Network(new byte[] {(byte) 192, 0, 2, 0}, 24);

    private TestConfig http() throws IOException {
        return new TestConfig()
                .takeProxyHeaders()
                .http("web", 0)
                .forward("/", "up")
                .upstream("up", backend(Backend.echo()).port());
    }

    private static String forwarded(Peer client) throws IOException {
        client.head();
        return client.head();
    }

    @Test
    void tellsHttpUpstreamsTheClientOfTheHeader() throws IOException {
        apply(http());
        assertTrue(forwarded(client().send(LINE + GET)).contains("\r\nX-Forwarded-For: 192.0.2.7\r\n"));
        assertTrue(forwarded(client().send(BINARY).send(GET)).contains("\r\nX-Forwarded-For: 192.0.2.7\r\n"));
    }

    @Test
    void theClientOfTheHeaderIsNotTrustedForItsPeersSake() throws IOException {
        apply(http());
        String spoofing = "GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 10.9.9.9\r\n\r\n";
        String head = forwarded(client().send(LINE + spoofing));
        assertTrue(head.contains("\r\nX-Forwarded-For: 192.0.2.7\r\n"), head);
        assertFalse(head.contains("10.9.9.9"), head);
    }

    @Test
    void aPeerThatSpeaksForItselfIsTheClient() throws IOException {
        apply(http());
        String head = forwarded(client().send("PROXY UNKNOWN\r\n" + GET));
        assertTrue(head.contains("\r\nX-Forwarded-For: 127.0.0.1\r\n"), head);
    }

    @Test
    void theHeaderMayComeInPieces() throws IOException {
        apply(http());
        Peer client = client();
        for (byte b : LINE.getBytes(StandardCharsets.ISO_8859_1)) {
            client.send(new byte[] {b});
        }
        assertTrue(forwarded(client.send(GET)).contains("192.0.2.7"));
        Peer other = client();
        for (byte b : BINARY) {
            other.send(new byte[] {b});
        }
        assertTrue(forwarded(other.send(GET)).contains("192.0.2.7"));
    }

    @Test
    void aConnectionWithoutAHeaderIsRefused() throws IOException {
        apply(http());
        assertTrue(client().send(GET).isClosed());
        Peer silent = client();
        silent.shutdownOutput();
        assertTrue(silent.isClosed());
    }

    @Test
    void aHeaderThatDoesNotComeInTimeIsNotWaitedFor() throws IOException {
        apply(new TestConfig()
                .takeProxyHeaders()
                .headerTimeout(Duration.ofMillis(50))
                .http("web", 0)
                .respond("/", "hello"));
        assertTrue(client().send("PROXY TCP4 ").isClosed());
    }

    @Test
    void norIsOneOfTcp() throws IOException {
        apply(new TestConfig()
                .takeProxyHeaders()
                .helloTimeout(Duration.ofMillis(50))
                .tcp("web", 0, "up")
                .upstream("up", backend(Backend.echo()).port()));
        assertTrue(client().isClosed());
    }

    @Test
    void strangersAreRefusedWhateverTheySay() throws IOException {
        apply(http().trust(DOCUMENTATION));
        assertTrue(client().send(LINE + GET).isClosed());
        assertTrue(client().send(GET).isClosed());
    }

    @Test
    void whoMayOpenAUnixSocketIsTrusted(@TempDir Path folder) throws IOException {
        Path socket = folder.resolve("proxy.sock");
        apply(new TestConfig()
                .takeProxyHeaders()
                .listener("web", Address.unix(socket.toString()), ListenerConfig.Protocol.HTTP, Optional.empty())
                .forward("/", "up")
                .upstream("up", backend(Backend.echo()).port()));
        try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            client.connect(UnixDomainSocketAddress.of(socket));
            client.write(ByteBuffer.wrap((LINE + GET).getBytes(StandardCharsets.ISO_8859_1)));
            ByteBuffer answer = ByteBuffer.allocate(4000);
            StringBuilder text = new StringBuilder();
            while (!text.toString().contains("192.0.2.7") && client.read(answer) >= 0) {
                text.append(StandardCharsets.ISO_8859_1.decode(answer.flip()));
                answer.clear();
            }
            assertTrue(text.toString().contains("\r\nX-Forwarded-For: 192.0.2.7\r\n"), text.toString());
        }
    }

    @Test
    void routesByTheNetworkOfTheClientOfTheHeader() throws IOException {
        Backend inside = backend(new Backend(client -> client.send("inside")));
        Backend outside = backend(new Backend(client -> client.send("outside")));
        apply(new TestConfig()
                .takeProxyHeaders()
                .tcp("web", 0, "out")
                .from(DOCUMENTATION, "in")
                .upstream("in", inside.port())
                .upstream("out", outside.port()));
        assertEquals("inside", client().send(LINE).rest());
        assertEquals(
                "outside",
                client().send("PROXY TCP4 198.51.100.1 198.51.100.2 1 2\r\n").rest());
        assertEquals("outside", client().send("PROXY UNKNOWN\r\n").rest());
    }

    @Test
    void aPeerThatHasNotSentItsHeaderIsNotWaitedForWhenStopping() throws IOException {
        apply(http());
        Peer client = client().send("PROXY ");
        client.socket().setSoTimeout(50);
        assertThrows(SocketTimeoutException.class, client.socket().getInputStream()::read);
        client.socket().setSoTimeout(10_000);
        transport.drain(Duration.ofSeconds(30));
        assertTrue(client.isClosed());
    }

    @Test
    void tellsTcpUpstreamsTheClientFirst() throws IOException {
        Backend line = backend(new Backend(client -> client.send(client.readThrough("\r\n"))));
        apply(new TestConfig()
                .sendProxyHeaders(ProxyProtocol.V1)
                .tcp("web", 0, "up")
                .upstream("up", line.port()));
        Peer client = client();
        assertEquals(
                "PROXY TCP4 127.0.0.1 127.0.0.1 " + client.socket().getLocalPort() + " " + port("web") + "\r\n",
                client.rest());
    }

    @Test
    void tellsTheClientThatItWasToldOf() throws IOException {
        Backend echo = backend(new Backend(client -> client.send(client.read(BINARY.length + 5))));
        apply(new TestConfig()
                .takeProxyHeaders()
                .sendProxyHeaders(ProxyProtocol.V2)
                .tcp("web", 0, "up")
                .upstream("up", echo.port()));
        String heard = client().send(LINE + "hello").rest();
        assertEquals(new String(BINARY, StandardCharsets.ISO_8859_1) + "hello", heard);
    }

    @Test
    void sendsItsHeaderWithoutWaitingForTheClient() throws IOException {
        Backend speaksFirst = backend(new Backend(client -> {
            client.read(BINARY.length);
            client.send("220 ready");
        }));
        apply(new TestConfig()
                .sendProxyHeaders(ProxyProtocol.V2)
                .tcp("web", 0, "up")
                .upstream("up", speaksFirst.port()));
        assertEquals("220 ready", client().rest());
    }
}
