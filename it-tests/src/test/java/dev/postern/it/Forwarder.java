package dev.postern.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A way to a server that can be cut: then nothing passes in either direction and no connection ends, as when a cable is
 * pulled. Counts the HTTP requests that pass.
 */
final class Forwarder implements AutoCloseable {
    private static final byte[] REQUEST = "GET /v1/".getBytes(StandardCharsets.US_ASCII);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition healed = lock.newCondition();
    private final ServerSocket server = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong requests = new AtomicLong();
    private final int port;
    private boolean isCut;

    /** @param address of the server behind it, on this machine */
    Forwarder(String address) throws IOException {
        port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        Thread.ofVirtual().start(this::accept);
    }

    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    long requests() {
        return requests.get();
    }

    int connections() {
        return sockets.size() / 2;
    }

    void cut() {
        lock.lock();
        try {
            isCut = true;
        } finally {
            lock.unlock();
        }
    }

    void heal() {
        lock.lock();
        try {
            isCut = false;
            healed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        try {
            while (true) {
                connect(server.accept());
            }
        } catch (IOException closed) {
            // why: that is how it ends
            return;
        }
    }

    private void connect(Socket client) throws IOException {
        Socket target = new Socket();
        try {
            target.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException down) {
            client.close();
            return;
        }
        sockets.add(client);
        sockets.add(target);
        Thread.ofVirtual().start(() -> pump(client, target, true));
        Thread.ofVirtual().start(() -> pump(target, client, false));
    }

    private void pump(Socket from, Socket to, boolean isCounted) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[16 * 1024];
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                awaitHealed();
                if (isCounted) {
                    count(bytes, read);
                }
                out.write(bytes, 0, read);
            }
            awaitHealed();
        } catch (IOException | InterruptedException ended) {
            // why: an end of either side is the end of both
            return;
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private void awaitHealed() throws InterruptedException {
        lock.lock();
        try {
            while (isCut) {
                healed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void count(byte[] bytes, int length) {
        for (int i = 0; i + REQUEST.length <= length; i++) {
            int matched = 0;
            while (matched < REQUEST.length && bytes[i + matched] == REQUEST[matched]) {
                matched++;
            }
            if (matched == REQUEST.length) {
                requests.incrementAndGet();
            }
        }
    }

    @Override
    public void close() throws IOException {
        heal();
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
