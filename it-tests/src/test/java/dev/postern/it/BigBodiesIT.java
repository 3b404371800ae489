package dev.postern.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bodies far larger than the heap pass; {@code -Dbodies.mebibytes=10240} is the long form. The heap is 32 MB. */
class BigBodiesIT {
    private static final long LENGTH = Integer.getInteger("bodies.mebibytes", 256) * 1024L * 1024;

    private HttpServer server;
    private Proxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/down", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                write(body);
            }
        });
        server.createContext("/up", exchange -> {
            byte[] count = Long.toString(count(exchange.getRequestBody())).getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, count.length);
            exchange.getResponseBody().write(count);
            exchange.close();
        });
        server.start();
        proxy = new Proxy(server.getAddress().getPort(), Map.of("POSTERN_OPTS", "-Xmx32m -XX:MaxDirectMemorySize=16m"));
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        server.stop(0);
    }

    private static void write(OutputStream to) throws IOException {
        byte[] piece = new byte[64 * 1024];
        for (long left = LENGTH; left > 0; left -= piece.length) {
            to.write(piece);
        }
    }

    private static long count(InputStream from) throws IOException {
        byte[] piece = new byte[64 * 1024];
        long count = 0;
        for (int read = from.read(piece); read >= 0; read = from.read(piece)) {
            count += read;
        }
        return count;
    }

    private HttpURLConnection open(String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(proxy.url(path)).toURL().openConnection();
        connection.setReadTimeout(60_000);
        return connection;
    }

    @Test
    void passBothWaysInLittleMemory() throws IOException {
        HttpURLConnection download = open("/down");
        try (InputStream body = download.getInputStream()) {
            assertEquals(LENGTH, count(body));
        }
        HttpURLConnection upload = open("/up");
        upload.setDoOutput(true);
        upload.setFixedLengthStreamingMode(LENGTH);
        try (OutputStream body = upload.getOutputStream()) {
            write(body);
        }
        try (InputStream answer = upload.getInputStream()) {
            assertEquals(Long.toString(LENGTH), new String(answer.readAllBytes(), StandardCharsets.US_ASCII));
        }
        assertTrue(proxy.program().isRunning());
        assertTrue(
                !proxy.program().err().contains("OutOfMemory"), proxy.program().err());
    }
}
