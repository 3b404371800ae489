package dev.postern.nio;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** Carries one connection's bytes to a port in small pieces, and only so many; and all that comes back. */
final class SlowCable implements AutoCloseable {
    private final ServerSocket server;
    private final Thread thread;
    private volatile @Nullable Socket near;
    private volatile @Nullable Socket far;

    /**
     * @param piece bytes in one write
     * @param most bytes after which the connection is cut; what comes back is still carried until then
     */
    SlowCable(int port, int piece, long most) throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        thread = Thread.ofVirtual().start(() -> {
            try (Socket near = server.accept();
                    Socket far = new Socket(InetAddress.getLoopbackAddress(), port)) {
                this.near = near;
                this.far = far;
                far.setTcpNoDelay(true);
                Thread back = Thread.ofVirtual().start(() -> carry(far, near));
                carry(near, far, piece, most);
                if (most < Long.MAX_VALUE) {
                    far.shutdownOutput();
                }
                back.join();
            } catch (IOException e) {
                // The test is over, or what it cut is.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static void carry(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // One of them has closed.
        }
    }

    private static void carry(Socket from, Socket to, int piece, long most) throws IOException {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        byte[] bytes = new byte[piece];
        long left = most;
        for (int n = in.read(bytes); n >= 0 && left > 0; n = in.read(bytes)) {
            out.write(bytes, 0, (int) Math.min(n, left));
            left -= n;
            if (left <= 0) {
                return;
            }
        }
        to.shutdownOutput();
    }

    /** Ends the connection to the port without what TLS says at an end; the near one stays. */
    void cut() throws IOException {
        Socket socket = far;
        if (socket != null) {
            socket.shutdownOutput();
        }
    }

    /** The same of what comes back. */
    void cutBack() throws IOException {
        Socket socket = near;
        if (socket != null) {
            socket.shutdownOutput();
        }
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
        thread.interrupt();
    }
}
