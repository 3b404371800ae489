package dev.postern.nio;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** An endpoint that does as the test says with each connection. */
final class Backend implements AutoCloseable {
    interface Script {
        void play(Peer client) throws IOException;
    }

    private final Acceptor acceptor;
    private final AtomicInteger accepted = new AtomicInteger();
    private final Set<Peer> open = ConcurrentHashMap.newKeySet();

    Backend(Script script) throws IOException {
        this(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()), script);
    }

    Backend(ServerSocket server, Script script) {
        acceptor = new Acceptor(server, socket -> {
            Peer peer = new Peer(socket);
            accepted.incrementAndGet();
            open.add(peer);
            Thread.ofVirtual().start(() -> serve(script, peer));
        });
    }

    private void serve(Script script, Peer peer) {
        try (peer) {
            script.play(peer);
        } catch (SocketException e) {
            // The proxy closed first, as tests often want it to.
        } catch (IOException e) {
            throw new AssertionError(e);
        } finally {
            open.remove(peer);
        }
    }

    /** Answers every request without a body with its own head as the body. */
    static Backend echo() throws IOException {
        return new Backend(client -> {
            String head = client.head();
            while (!head.isEmpty()) {
                client.send("HTTP/1.1 200 OK\r\nContent-Length: " + head.length() + "\r\n\r\n" + head);
                head = client.head();
            }
        });
    }

    /** Answers every request without a body with the same text. */
    static Backend answering(String response) throws IOException {
        return new Backend(client -> {
            while (!client.head().isEmpty()) {
                client.send(response);
            }
        });
    }

    int port() {
        return acceptor.port();
    }

    int accepted() {
        return accepted.get();
    }

    @Override
    public void close() throws IOException {
        acceptor.close();
        for (Peer peer : open) {
            peer.close();
        }
    }
}
