package dev.postern.nio;

import dev.postern.nio.reference.ReferenceParser;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** An endpoint that reads with the reference parser, keeps what it saw, and answers as it is told. */
final class StrictBackend implements AutoCloseable {
    /** What it saw: a request, the how manieth on which connection. */
    record Seen(ReferenceParser.Message request, int connection) {}

    interface Answers {
        /** The bytes that answer a request. */
        String to(Seen request);

        /** Whether the connection ends behind them. */
        default boolean closesBehind(Seen request) {
            return false;
        }
    }

    private static final String PLAIN = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private final Acceptor acceptor;
    private final AtomicInteger connections = new AtomicInteger();
    private final ConcurrentLinkedQueue<Seen> seen = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> violations = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Socket> open = new ConcurrentLinkedQueue<>();
    private volatile Answers answers = request -> PLAIN;

    StrictBackend() throws IOException {
        acceptor = new Acceptor(new ServerSocket(0, 500, InetAddress.getLoopbackAddress()), socket -> {
            open.add(socket);
            Thread.ofVirtual().start(() -> serve(socket, connections.incrementAndGet()));
        });
    }

    private void serve(Socket socket, int connection) {
        try (socket) {
            socket.setTcpNoDelay(true);
            ReferenceParser parser = new ReferenceParser(socket.getInputStream());
            while (true) {
                Seen request = new Seen(parser.request(), connection);
                seen.add(request);
                socket.getOutputStream().write(answers.to(request).getBytes(StandardCharsets.ISO_8859_1));
                if (answers.closesBehind(request)) {
                    return;
                }
            }
        } catch (EOFException | SocketException e) {
            // The proxy closed: between requests, or in the middle of one that it gave up.
        } catch (IOException | RuntimeException e) {
            violations.add(e.toString());
        } finally {
            open.remove(socket);
        }
    }

    int port() {
        return acceptor.port();
    }

    void answer(Answers newAnswers) {
        answers = newAnswers;
    }

    /** What it saw since it was asked last. */
    List<Seen> takeSeen() {
        List<Seen> all = new ArrayList<>();
        for (Seen each = seen.poll(); each != null; each = seen.poll()) {
            all.add(each);
        }
        return all;
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    @Override
    public void close() throws IOException {
        acceptor.close();
        for (Socket each : open) {
            each.close();
        }
    }
}
