package dev.postern.nio;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An HTTP server that does what the path says: {@code /up/KIND/LENGTH/SEED}. What is no HTTP request it echoes, which is
 * what the soak's TCP connections and its upgraded ones ask of it.
 */
final class SoakBackend implements AutoCloseable {
    private final Acceptor acceptor;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final boolean echoes;

    private SoakBackend(boolean echoes) throws IOException {
        this.echoes = echoes;
        acceptor = new Acceptor(new ServerSocket(0, 1000, InetAddress.getLoopbackAddress()), socket -> {
            open.add(socket);
            Thread.ofVirtual().start(() -> serve(socket));
        });
    }

    static SoakBackend http() throws IOException {
        return new SoakBackend(false);
    }

    static SoakBackend echo() throws IOException {
        return new SoakBackend(true);
    }

    int port() {
        return acceptor.port();
    }

    private void serve(Socket socket) {
        try (Wire client = new Wire(socket, new Random())) {
            if (echoes) {
                client.echo();
            } else {
                while (answer(client)) {}
            }
        } catch (IOException e) {
            // why: half of the soak's clients walk away.
        } finally {
            open.remove(socket);
        }
    }

    /** False when the connection ends with it. */
    private static boolean answer(Wire client) throws IOException {
        Wire.Head head = client.head();
        if (head.isEmpty()) {
            return false;
        }
        String[] path = head.word(1).split("/", -1);
        long length = Long.parseLong(path[3]);
        long seed = Long.parseLong(path[4]);
        if (path[2].equals("early")) {
            client.say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            return false;
        }
        if (path[2].equals("tunnel")) {
            client.say("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: soak\r\n\r\n");
            client.echo();
            return false;
        }
        String got = "X-Got: " + client.readBody(head) + "\r\n";
        switch (path[2]) {
            case "length" -> {
                client.say("HTTP/1.1 200 OK\r\n" + got + "Content-Length: " + length + "\r\n\r\n");
                client.writeBody(length, seed, false);
            }
            case "chunked" -> {
                client.say("HTTP/1.1 200 OK\r\n" + got + "Transfer-Encoding: chunked\r\n\r\n");
                client.writeBody(length, seed, true);
            }
            case "interim" -> {
                client.say("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\n" + got);
                client.say("Content-Length: " + length + "\r\n\r\n");
                client.writeBody(length, seed, false);
            }
            case "close" -> {
                client.say("HTTP/1.1 200 OK\r\n" + got + "Connection: close\r\n\r\n");
                client.writeBody(length, seed, false);
                return false;
            }
            case "broken" -> {
                client.say("HTTP/1.1 200 OK\r\nContent-Length: " + (length + 1) + "\r\n\r\n");
                client.writeBody(length, seed, false);
                client.leave();
                return false;
            }
            case "silent" -> {
                client.leave();
                return false;
            }
            default -> throw new IOException("no such kind: " + path[2]);
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        acceptor.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
