package dev.postern.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The way to a server, which can be cut: then connections stand, new ones are taken, and no byte gets through. */
final class Cable implements AutoCloseable {
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final ServerSocket ear = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int server;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private volatile boolean isCut;
    private volatile boolean isClosed;

    /** @param address of the server, {@code host:port} on this machine */
    Cable(String address) throws IOException {
        server = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        Thread.ofVirtual().start(this::accept);
    }

    String address() {
        return "127.0.0.1:" + ear.getLocalPort();
    }

    void cut() {
        isCut = true;
    }

    void mend() {
        isCut = false;
    }

    private void accept() {
        while (!isClosed) {
            try {
                Socket here = ear.accept();
                Socket there = new Socket(InetAddress.getLoopbackAddress(), server);
                sockets.add(here);
                sockets.add(there);
                Thread.ofVirtual().start(() -> carry(here, there));
                Thread.ofVirtual().start(() -> carry(there, here));
            } catch (IOException e) {
                if (!isClosed) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void carry(Socket from, Socket to) {
        byte[] bytes = new byte[16 << 10];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                while (isCut && !isClosed) {
                    LockSupport.parkNanos(STEP_NANOS);
                }
                out.write(bytes, 0, read);
            }
        } catch (IOException e) {
            // why: whoever closes one end ends both
            isClosed |= ear.isClosed();
        }
    }

    @Override
    public void close() throws IOException {
        isClosed = true;
        ear.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
