package peers;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Where everything of one comparison happens: a folder, free ports, cores, files to serve and a certificate. */
record Site(Path folder, String proxyCores, String otherCores, int proxyCoreCount, int backendPort) {
    static final int ROUTES = 1_000;

    static Site in(Path folder, boolean oneCore) throws IOException, InterruptedException {
        int cores = Runtime.getRuntime().availableProcessors();
        Path files = Files.createDirectories(folder.resolve("www"));
        Random random = new Random(1);
        Files.writeString(files.resolve("small"), "hello world");
        write(files.resolve("1k"), 1 << 10, random);
        write(files.resolve("100k"), 100 << 10, random);
        write(files.resolve("10m"), 10 << 20, random);
        Files.writeString(files.resolve("post"), "taken");
        certificate(folder);
        String all = "0-" + (cores - 1);
        String others = cores == 1 ? "0" : cores == 2 ? "1" : "1-" + (cores - 1);
        return new Site(folder, oneCore ? "0" : all, oneCore ? others : all, oneCore ? 1 : cores, freePorts(1).getFirst());
    }

    private static void write(Path file, int size, Random random) throws IOException {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(bytes);
        }
    }

    private static void certificate(Path folder) throws IOException, InterruptedException {
        String openssl = Programs.need("openssl", "for a certificate");
        Programs.output(List.of(openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
                "-keyout", folder.resolve("key.pem").toString(), "-out", folder.resolve("cert.pem").toString()));
        Files.writeString(folder.resolve("both.pem"),
                Files.readString(folder.resolve("cert.pem")) + Files.readString(folder.resolve("key.pem")));
    }

    static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                held.add(socket);
                ports.add(socket.getLocalPort());
            }
        } finally {
            for (ServerSocket each : held) {
                each.close();
            }
        }
        return ports;
    }

    /** A command that stays on some cores. */
    static List<String> on(String cores, List<String> command) {
        List<String> pinned = new ArrayList<>(List.of("taskset", "-c", cores));
        pinned.addAll(command);
        return pinned;
    }
}
