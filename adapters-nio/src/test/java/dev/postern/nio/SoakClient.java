package dev.postern.nio;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One client of the soak: visits the proxy again and again, each time in another way, and checks whatever may be checked. */
final class SoakClient implements Runnable {
    private static final List<String> GOOD = List.of("length", "chunked", "interim");

    private final int httpPort;
    private final int tcpPort;
    private final Random chance;
    private final long endNanos;
    private final Consumer<String> complaint;
    private static final int[] KINDS = {0, 1, 2, 3, 4, 5, 6, 7, 9, 10};
    private int visits;

    SoakClient(int httpPort, int tcpPort, long seed, long endNanos, Consumer<String> complaint) {
        this.httpPort = httpPort;
        this.tcpPort = tcpPort;
        chance = new Random(seed);
        this.endNanos = endNanos;
        this.complaint = complaint;
    }

    int visits() {
        return visits;
    }

    @Override
    public void run() {
        while (System.nanoTime() < endNanos) {
            int kind = KINDS[chance.nextInt(KINDS.length)];
            try {
                visit(kind);
                visits++;
            } catch (IOException | RuntimeException | AssertionError e) {
                complaint.accept("visit of kind " + kind + ": " + e);
            }
        }
    }

    private void visit(int kind) throws IOException {
        switch (kind) {
            case 0, 1 -> gets();
            case 2 -> uploads();
            case 3 -> slowDownload();
            case 4 -> walksAway();
            case 5 -> leavesInTheHead();
            case 6 -> meetsABrokenBackend();
            case 7 -> pipelines();
            case 8 -> tunnels();
            case 9 -> relays();
            case 10 -> isAnsweredEarly();
            default -> throw new AssertionError(kind);
        }
    }

    private Wire http() throws IOException {
        return new Wire(new Socket(InetAddress.getLoopbackAddress(), httpPort), chance);
    }

    private static String get(String kind, long length, long seed) {
        return "GET /up/" + kind + "/" + length + "/" + seed + " HTTP/1.1\r\nHost: soak\r\n\r\n";
    }

    private static void check(Wire wire, long length, long seed) throws IOException {
        Wire.Head head = wire.head();
        while (head.text().startsWith("HTTP/1.1 103 ")) {
            head = wire.head();
        }
        same("200", head.word(1), head);
        same(Wire.checksum(length, seed), wire.readBody(head), head);
    }

    private static void same(Object expected, Object actual, Object about) {
        if (!expected.equals(actual)) {
            throw new AssertionError("expected " + expected + ", got " + actual + " in " + about);
        }
    }

    private void gets() throws IOException {
        try (Wire wire = http()) {
            for (int i = chance.nextInt(20); i >= 0; i--) {
                long length = length();
                wire.say(get(GOOD.get(chance.nextInt(GOOD.size())), length, i));
                check(wire, length, i);
                wire.restSometimes();
            }
            wire.say(get("close", 5000, 1));
            check(wire, 5000, 1);
        }
    }

    /** Mostly small, now and then more than all buffers together. */
    private long length() {
        return chance.nextInt(10) == 0 ? chance.nextInt(500_000) : chance.nextInt(5000);
    }

    private void uploads() throws IOException {
        try (Wire wire = http()) {
            for (int i = chance.nextInt(3); i >= 0; i--) {
                long length = chance.nextInt(1_000_000);
                boolean chunked = chance.nextBoolean();
                wire.say("POST /up/length/10/1 HTTP/1.1\r\nHost: soak\r\n"
                        + (chunked ? "Transfer-Encoding: chunked\r\n\r\n" : "Content-Length: " + length + "\r\n\r\n"));
                wire.writeBody(length, i, chunked);
                Wire.Head head = wire.head();
                same("200", head.word(1), head);
                same(
                        Long.toString(Wire.checksum(length, i)),
                        head.field("X-Got").orElse(""),
                        head);
                same(Wire.checksum(10, 1), wire.readBody(head), head);
            }
        }
    }

    private void slowDownload() throws IOException {
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), httpPort));
            Wire wire = new Wire(socket, chance);
            wire.say(get(GOOD.get(chance.nextInt(GOOD.size())), 3_000_000, 7));
            check(wire, 3_000_000, 7);
        }
    }

    private void walksAway() throws IOException {
        try (Wire wire = http()) {
            if (chance.nextBoolean()) {
                wire.say(get("chunked", 5_000_000, 3));
                wire.nibble(200_000);
            } else {
                wire.say("POST /up/length/10/1 HTTP/1.1\r\nHost: soak\r\nContent-Length: 1000000\r\n\r\n");
                wire.writeBody(chance.nextInt(900_000), 3, false);
            }
            wire.leave();
        }
    }

    private void leavesInTheHead() throws IOException {
        try (Wire wire = http()) {
            String whole = get("length", 10, 1);
            wire.say(whole.substring(0, chance.nextInt(whole.length())));
            if (chance.nextBoolean()) {
                wire.socket().shutdownOutput();
                wire.readAll();
            }
            wire.leave();
        }
    }

    private void meetsABrokenBackend() throws IOException {
        try (Wire wire = http()) {
            boolean silent = chance.nextBoolean();
            wire.say(get(silent ? "silent" : "broken", length(), 1));
            Wire.Head head = wire.head();
            if (silent) {
                same("502", head.word(1), head);
            } else if (!head.word(1).equals("502")) {
                // why 502 as well: a reset of the backend may overtake what it wrote.
                expectsCut(wire, head);
            }
        }
    }

    private static void expectsCut(Wire wire, Wire.Head head) throws IOException {
        try {
            wire.readBody(head);
        } catch (EOFException | SocketException e) {
            return;
        }
        throw new AssertionError("half an answer passed for a whole one: " + head);
    }

    private void pipelines() throws IOException {
        try (Wire wire = http()) {
            int count = chance.nextInt(8) + 1;
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < count; i++) {
                all.append(get(GOOD.get(i % GOOD.size()), 1000L + i, i));
            }
            wire.say(all.toString());
            for (int i = 0; i < count; i++) {
                check(wire, 1000L + i, i);
            }
        }
    }

    private void tunnels() throws IOException {
        try (Wire wire = http()) {
            wire.say("GET /up/tunnel/0/0 HTTP/1.1\r\nHost: soak\r\nConnection: upgrade\r\nUpgrade: soak\r\n\r\n");
            Wire.Head head = wire.head();
            same("101", head.word(1), head);
            talk(wire);
        }
    }

    private void relays() throws IOException {
        try (Wire wire = new Wire(new Socket(InetAddress.getLoopbackAddress(), tcpPort), chance)) {
            talk(wire);
        }
    }

    /** With something that echoes: until the end of both directions, or only for a while. */
    private void talk(Wire wire) throws IOException {
        long length = chance.nextInt(200_000);
        Thread writer = Thread.ofVirtual().start(() -> {
            try {
                wire.writeBody(length, 9, false);
                wire.socket().shutdownOutput();
            } catch (IOException e) {
                // The reading side tells.
            }
        });
        if (chance.nextInt(3) == 0) {
            if (length > 0) {
                wire.nibble((int) length);
            }
            wire.leave();
        } else {
            same(Wire.checksum(length, 9), wire.readAll(), "what was echoed");
        }
        join(writer);
    }

    private static void join(Thread writer) {
        try {
            writer.join(TimeUnit.SECONDS.toMillis(60));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void isAnsweredEarly() throws IOException {
        try (Wire wire = http()) {
            wire.say("POST /up/early/0/0 HTTP/1.1\r\nHost: soak\r\nContent-Length: 3000000\r\n\r\n");
            try {
                wire.writeBody(3_000_000, 1, false);
            } catch (SocketException e) {
                // why: the answer came before the whole body, and the proxy waits only so long for the rest.
                return;
            }
            Wire.Head head = wire.head();
            if (!head.isEmpty() && !head.word(1).equals("502")) {
                same("200", head.word(1), head);
            }
        } catch (SocketException e) {
            // The same, seen while reading.
        }
    }
}
