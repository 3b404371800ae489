package dev.postern.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The example configuration with two backends behind it. Closing ends the backends and removes the file. */
final class DemoProxy implements AutoCloseable {
    private final int port;
    private final EchoBackend first;
    private final EchoBackend second;
    private final Path file;

    private DemoProxy(int port, EchoBackend first, EchoBackend second, Path file) {
        this.port = port;
        this.first = first;
        this.second = second;
        this.file = file;
    }

    /** @param port where the proxy is to listen */
    static DemoProxy prepare(int port) throws IOException {
        EchoBackend first = EchoBackend.start("service1");
        EchoBackend second = EchoBackend.start("service2");
        Path file = Files.createTempFile("postern-demo", ".yaml");
        Files.writeString(file, configuration(port, first.port(), second.port()));
        return new DemoProxy(port, first, second, file);
    }

    /** The wanted port of the loopback address, or a free one where that is taken. */
    static int freePort(int wanted) throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(loopback, wanted));
            return socket.getLocalPort();
        } catch (IOException e) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(loopback, 0));
                return socket.getLocalPort();
            }
        }
    }

    private static String configuration(int port, int firstPort, int secondPort) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                DemoProxy.class.getResourceAsStream("demo.yaml"), "demo.yaml is not in the jar")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("PROXY_PORT", Integer.toString(port))
                    .replace("SERVICE1_PORT", Integer.toString(firstPort))
                    .replace("SERVICE2_PORT", Integer.toString(secondPort));
        }
    }

    int port() {
        return port;
    }

    List<String> configs() {
        return List.of(file.toString());
    }

    @Override
    public void close() throws IOException {
        first.close();
        second.close();
        Files.deleteIfExists(file);
    }
}
