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
import java.util.Optional;

/** The example configuration with two backends behind it. Closing ends the backends and removes the file. */
final class DemoProxy implements AutoCloseable {
    private final int port;
    private final EchoBackend first;
    private final EchoBackend second;
    private final Path file;
    private final Optional<Path> certificate;

    private DemoProxy(int port, EchoBackend first, EchoBackend second, Path file, Optional<Path> certificate) {
        this.certificate = certificate;
        this.port = port;
        this.first = first;
        this.second = second;
        this.file = file;
    }

    /**
     * @param port where the proxy is to listen
     * @param pem a certificate with its key, where it is to speak TLS
     */
    static DemoProxy prepare(int port, Optional<String> pem) throws IOException {
        EchoBackend first = EchoBackend.start("service1");
        EchoBackend second = EchoBackend.start("service2");
        Path file = Files.createTempFile("postern-demo", ".yaml");
        String configuration = configuration(port, first.port(), second.port());
        Optional<Path> certificate = Optional.empty();
        if (pem.isPresent()) {
            // why: a temporary file is its owner's alone, and this one holds a key.
            Path kept = Files.writeString(Files.createTempFile("postern-demo", ".pem"), pem.get());
            certificate = Optional.of(kept);
            configuration =
                    configuration.replace(":" + port + "\" }", ":" + port + "\", tls: { certificates: [demo] } }")
                            + "\ncertificates:\n  demo: { certificate: " + kept + " }\n";
        }
        Files.writeString(file, configuration);
        return new DemoProxy(port, first, second, file, certificate);
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

    /** The file of the certificate, if it speaks TLS. */
    Optional<Path> certificate() {
        return certificate;
    }

    List<String> configs() {
        return List.of(file.toString());
    }

    @Override
    public void close() throws IOException {
        first.close();
        second.close();
        Files.deleteIfExists(file);
        if (certificate.isPresent()) {
            Files.deleteIfExists(certificate.get());
        }
    }
}
