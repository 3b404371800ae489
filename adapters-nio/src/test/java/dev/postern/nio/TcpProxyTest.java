package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.config.Address;
import dev.postern.domain.config.UpstreamConfig;
import dev.postern.ports.telemetry.Telemetry;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TcpProxyTest extends ProxyTest {
    private void relay(int... ports) {
        apply(new TestConfig().tcp("web", 0, "up").upstream("up", ports));
    }

    @Test
    void carriesBytesBothWays() throws IOException {
        relay(backend(new Backend(client -> client.send("hello ").send(client.read(5))))
                .port());
        Peer client = client();
        assertEquals("hello ", client.read(6));
        assertEquals("world", client.send("world").rest());
    }

    @Test
    void theEndOfOneDirectionLeavesTheOtherOpen() throws IOException {
        relay(backend(new Backend(client -> {
                    String all = client.rest();
                    client.send("you said " + all);
                }))
                .port());
        Peer client = client().send("something");
        client.shutdownOutput();
        assertEquals("you said something", client.rest());
    }

    @Test
    void theServersEndLeavesTheClientsDirectionOpen() throws IOException {
        StringBuilder heard = new StringBuilder();
        Backend backend = backend(new Backend(client -> {
            client.send("bye");
            client.shutdownOutput();
            heard.append(client.rest());
        }));
        relay(backend.port());
        Peer client = client();
        assertEquals("bye", client.rest());
        client.send("last words").shutdownOutput();
        eventually("the server hears it", () -> heard.toString().equals("last words"));
    }

    @Test
    void triesAnotherEndpointWhereConnectingFails() throws IOException {
        Backend alive = backend(new Backend(client -> client.send("alive")));
        relay(nobody(), alive.port());
        for (int i = 0; i < 4; i++) {
            assertEquals("alive", client().rest());
        }
    }

    @Test
    void closesWhereNobodyAnswers() throws IOException {
        relay(nobody());
        assertTrue(client().isClosed());
    }

    @Test
    void aResetOfTheEndpointResetsTheClient() throws IOException {
        relay(backend(new Backend(client -> {
                    client.read(1);
                    client.reset();
                }))
                .port());
        assertTrue(client().send("x").isReset());
    }

    @Test
    void aResetOfTheClientResetsTheEndpoint() throws Exception {
        CompletableFuture<Boolean> reset = new CompletableFuture<>();
        relay(backend(new Backend(client -> {
                    client.send("hello");
                    reset.complete(client.isReset());
                }))
                .port());
        Peer client = client();
        client.read(5);
        client.reset();
        assertTrue(reset.get(10, TimeUnit.SECONDS));
    }

    @Test
    void whatAnEndpointSaidBeforeItTookNoMoreArrives() throws IOException {
        byte[] upload = new byte[8 << 20];
        relay(backend(new Backend(client -> {
                    client.read(1);
                    client.send("too much");
                    // Closed with unread bytes: the system resets the connection behind the answer.
                }))
                .port());
        Peer client = client();
        Thread.ofVirtual().start(() -> {
            try {
                client.send(upload);
            } catch (IOException e) {
                // Nobody reads it to the end.
            }
        });
        assertEquals("too much", client.read(8));
        assertTrue(client.isClosed());
    }

    @Test
    void whoIsCutWhenTheGraceIsOverCanTellItFromAnEnd() throws Exception {
        Backend backend =
                backend(new Backend(client -> client.send("half of it").rest()));
        NioTransport stopping = closing(new NioTransport(1, Optional.empty(), Telemetry.NONE));
        stopping.apply(new TestConfig()
                .tcp("web", 0, "up")
                .upstream("up", backend.port())
                .compile(Optional.empty()));
        int port =
                ((InetSocketAddress) Objects.requireNonNull(stopping.addresses().get("web"))).getPort();
        Peer client = closing(Peer.to(port));
        assertEquals("half of it", client.read(10));
        stopping.drain(Duration.ofMillis(50));
        client.send("still open");
        stopping.close();
        assertTrue(client.isReset());
    }

    @Test
    void aConnectionOfARouteThatIsGoneLivesOn() throws IOException {
        Backend backend = backend(new Backend(client -> client.send(client.read(5))));
        relay(backend.port());
        Peer client = client();
        eventually("connected", () -> backend.accepted() == 1);
        apply(new TestConfig().tcp("other", 0, "else").upstream("else", backend.port()));
        assertEquals("after", client.send("after").rest());
    }

    @Test
    void reachesEndpointsAtUnixDomainSockets(@TempDir Path folder) throws IOException {
        Path socket = folder.resolve("db.sock");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            apply(new TestConfig()
                    .tcp("web", 0, "up")
                    .upstream("up", UpstreamConfig.Balance.ROUND_ROBIN, List.of(Address.unix(socket.toString()))));
            Peer client = client();
            try (SocketChannel accepted = server.accept()) {
                accepted.write(ByteBuffer.wrap(new byte[] {'h', 'i'}));
            }
            assertEquals("hi", client.read(2));
        }
    }

    @Test
    void muchDataPassesASlowReaderWithFewBuffers() throws IOException {
        byte[] block = new byte[1 << 20];
        Arrays.fill(block, (byte) 'y');
        int blocks = 32;
        relay(backend(new Backend(client -> {
                    for (int i = 0; i < blocks; i++) {
                        client.send(block);
                    }
                }))
                .port());
        Peer client = client();
        eventually("data waits", () -> transport.buffersOnLoan() > 0);
        assertTrue(transport.buffersOnLoan() <= 2);
        InputStream in = client.socket().getInputStream();
        long sum = 0;
        for (int n = in.read(block); n >= 0; n = in.read(block)) {
            sum += n;
        }
        assertEquals((long) blocks << 20, sum);
    }
}
