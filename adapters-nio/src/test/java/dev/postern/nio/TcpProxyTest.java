package dev.postern.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

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
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        Backend alive = backend(new Backend(client -> client.send("alive")));
        relay(nobody, alive.port());
        for (int i = 0; i < 4; i++) {
            assertEquals("alive", client().rest());
        }
    }

    @Test
    void closesWhereNobodyAnswers() throws IOException {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        relay(nobody);
        assertTrue(client().isClosed());
    }

    @Test
    void aResetOfEitherSideEndsTheOther() throws IOException {
        relay(backend(new Backend(client -> {
                    client.read(1);
                    client.reset();
                }))
                .port());
        assertTrue(client().send("x").isClosed());
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
