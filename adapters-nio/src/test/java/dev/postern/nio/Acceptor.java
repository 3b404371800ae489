package dev.postern.nio;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;

/** Takes connections until it is closed: none comes in when that has returned. */
final class Acceptor implements AutoCloseable {
    interface Taker {
        void take(Socket socket) throws IOException;
    }

    private final ServerSocket server;
    private final Thread thread;

    Acceptor(ServerSocket server, Taker taker) {
        this.server = server;
        thread = Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    taker.take(server.accept());
                }
            } catch (IOException e) {
                // The test is over.
            }
        });
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
        try {
            // why: the socket itself lives on while somebody waits in accept, and takes connections.
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
