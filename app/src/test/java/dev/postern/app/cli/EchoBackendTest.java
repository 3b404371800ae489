package dev.postern.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EchoBackendTest {
    private final EchoBackend backend;

    EchoBackendTest() throws IOException {
        backend = EchoBackend.start("one");
    }

    @AfterEach
    void close() throws IOException {
        backend.close();
    }

    /** Everything that comes back until the backend closes the connection. */
    private String exchange(String sent) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), backend.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String response(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    @Test
    void answersOneRequestAfterTheOther() throws IOException {
        String first = "GET /a HTTP/1.1\nHost: x\n";
        String second = "GET /b HTTP/1.1\nConnection: close\n";

        String got = exchange((first + "\n" + second + "\n").replace("\n", "\r\n"));

        assertEquals(
                response("This is one. I was asked:\n\n" + first) + response("This is one. I was asked:\n\n" + second),
                got);
    }

    @Test
    void showsABodyHoweverItIsFramed() throws IOException {
        String chunked = "POST /a HTTP/1.1\nTransfer-Encoding: chunked\n";
        String counted = "POST /b HTTP/1.1\nContent-Length: 3\nConnection: close\n";

        String got = exchange(
                (chunked + "\n2;x=y\nab\n1\nc\n0\nTrailer: t\n\n" + counted + "\n").replace("\n", "\r\n") + "def");

        assertEquals(
                response("This is one. I was asked:\n\n" + chunked + "\nabc\n")
                        + response("This is one. I was asked:\n\n" + counted + "\ndef\n"),
                got);
    }

    @Test
    void sendsNoBodyToHead() throws IOException {
        String got = exchange("HEAD / HTTP/1.1\r\nConnection: close\r\n\r\n");

        assertTrue(got.endsWith("\r\n\r\n"), got);
    }

    @Test
    void endsAConnectionThatSpeaksSomethingElse() throws IOException {
        assertEquals("", exchange("POST / HTTP/1.1\r\nContent-Length: many\r\n\r\n"));
    }
}
