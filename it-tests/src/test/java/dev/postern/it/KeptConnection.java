package dev.postern.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One connection to a listener that is used again and again, so that one worker answers all its requests. */
final class KeptConnection implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;

    KeptConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(30_000);
        socket.setTcpNoDelay(true);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    }

    /** The status and the body: {@code 200 hello}. */
    String get(String path) throws IOException {
        return ask("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
    }

    /** As {@link #get}, for a whole request. */
    String ask(String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        String status = line().split(" ", 3)[1];
        int length = 0;
        for (String field = line(); !field.isEmpty(); field = line()) {
            if (field.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Integer.parseInt(field.substring(15).strip());
            }
        }
        StringBuilder body = new StringBuilder();
        for (; length > 0; length--) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("half an answer");
            }
            body.append((char) next);
        }
        return status + " " + body;
    }

    private String line() throws IOException {
        String line = in.readLine();
        if (line == null) {
            throw new IOException("no answer");
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
