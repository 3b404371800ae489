package dev.postern.ports.teststores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** Free ports and folders that come and go. */
final class Workplace {
    private static final int LOWEST = 10_000;
    /** The first that Linux gives away, as a rule. */
    private static final int SYSTEMS_OWN = 32_768;

    /** What was given once is not given again: its server may not have bound it yet, or be down for a moment. */
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private Workplace() {}

    /**
     * Ports of the loopback address that nobody listens on now. Below those that the system gives away by itself: a
     * connection of another test would take one before the server does.
     */
    static List<Integer> freePorts(int count) {
        List<Integer> ports = new ArrayList<>();
        while (ports.size() < count) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, SYSTEMS_OWN);
            if (GIVEN.add(port) && isFree(port)) {
                ports.add(port);
            }
        }
        return ports;
    }

    private static boolean isFree(int port) {
        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    static Path newFolder(String name) {
        try {
            return Files.createTempDirectory("postern-" + name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
