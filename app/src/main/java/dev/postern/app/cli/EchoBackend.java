package dev.postern.app.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A backend to try the proxy with: answers with its name and the request that it saw. One virtual thread for each
 * connection; closing ends the listening, and the connections end with their clients.
 */
final class EchoBackend implements AutoCloseable {
    private static final int MAX_LINE = 16 * 1024;
    private static final int MAX_BODY = 1024 * 1024;

    private final String name;
    private final ServerSocket server;

    private EchoBackend(String name, ServerSocket server) {
        this.name = name;
        this.server = server;
    }

    static EchoBackend start(String name) throws IOException {
        ServerSocket server = new ServerSocket();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        EchoBackend backend = new EchoBackend(name, server);
        Thread.ofVirtual().name("echo-" + name).start(backend::accept);
        return backend;
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                // Closed, or the client was gone again before it was accepted.
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(client.getInputStream());
            while (answer(in, client.getOutputStream())) {
                // One exchange after the other.
            }
        } catch (IOException | IllegalArgumentException e) {
            // The client is gone, or speaks something else: the connection ends either way.
        }
    }

    private boolean answer(InputStream in, OutputStream out) throws IOException {
        StringBuilder seen =
                new StringBuilder(512).append("This is ").append(name).append(". I was asked:\n\n");
        String line = line(in);
        boolean isHead = line.startsWith("HEAD ");
        int length = 0;
        boolean isChunked = false;
        boolean isLast = false;
        if (line.isEmpty()) {
            return false;
        }
        for (; !line.isEmpty(); line = line(in)) {
            seen.append(line).append('\n');
            int colon = line.indexOf(':');
            String field = colon < 0 ? "" : line.substring(0, colon);
            String value = line.substring(colon + 1).strip();
            if (field.equalsIgnoreCase("content-length")) {
                length = Integer.parseInt(value);
            }
            isChunked |= field.equalsIgnoreCase("transfer-encoding");
            isLast |= field.equalsIgnoreCase("connection") && value.equalsIgnoreCase("close");
        }
        byte[] body = isChunked ? chunks(in) : in.readNBytes(Math.min(length, MAX_BODY));
        seen.append(body.length == 0 ? "" : "\n" + new String(body, StandardCharsets.UTF_8) + "\n");
        write(out, seen.toString().getBytes(StandardCharsets.UTF_8), isHead);
        return !isLast && length <= MAX_BODY;
    }

    private static void write(OutputStream out, byte[] text, boolean isHead) throws IOException {
        String head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: " + text.length
                + "\r\n\r\n";
        ByteArrayOutputStream response = new ByteArrayOutputStream(head.length() + text.length);
        response.write(head.getBytes(StandardCharsets.ISO_8859_1));
        if (!isHead) {
            response.write(text);
        }
        response.writeTo(out);
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int size = chunkSize(in);
        while (size > 0) {
            body.write(in.readNBytes(size));
            line(in);
            size = body.size() > MAX_BODY ? 0 : chunkSize(in);
        }
        while (!line(in).isEmpty()) {
            // Trailers.
        }
        return body.toByteArray();
    }

    private static int chunkSize(InputStream in) throws IOException {
        String line = line(in);
        int semicolon = line.indexOf(';');
        int size = Integer.parseInt((semicolon < 0 ? line : line.substring(0, semicolon)).strip(), 16);
        return Math.min(size, MAX_BODY);
    }

    /** Without its end; empty at the end of the stream. */
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(80);
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.append((char) b);
            }
            if (line.length() > MAX_LINE) {
                throw new IOException("line too long");
            }
        }
        return line.toString();
    }
}
