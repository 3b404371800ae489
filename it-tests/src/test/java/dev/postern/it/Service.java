package dev.postern.it;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A backend on the JDK's own HTTP server: says its name and what it was asked. Paths below /slow wait to be let go. */
final class Service implements AutoCloseable {
    private final HttpServer server;
    private final CountDownLatch slowArrived = new CountDownLatch(1);
    private final CountDownLatch letGo = new CountDownLatch(1);

    Service(String name) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            if (exchange.getRequestURI().getPath().startsWith("/slow")) {
                slowArrived.countDown();
                await(letGo);
            }
            String said = name + " " + exchange.getRequestMethod() + " " + exchange.getRequestURI() + "\nHost: "
                    + exchange.getRequestHeaders().getFirst("Host") + "\nX-Real-IP: "
                    + exchange.getRequestHeaders().getFirst("X-Real-IP") + "\nbody: "
                    + exchange.getRequestBody().readAllBytes().length + "\n";
            byte[] body = said.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody came");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until somebody asked for something slow. */
    void awaitSlow() {
        await(slowArrived);
    }

    void letGo() {
        letGo.countDown();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Dies, with all its connections. */
    void stop() {
        letGo.countDown();
        server.stop(0);
    }

    @Override
    public void close() {
        stop();
    }
}
