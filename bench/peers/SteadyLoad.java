package peers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Requests at a steady rate, each timed from the moment at which it was due: who answers late is not asked less, and what it
 * made others wait counts. A process of its own.
 *
 * <pre>
 *   steady PORT PATH CONNECTIONS RATE WARM SECONDS   prints how many, and p50, p99, p99.9 and the longest in milliseconds
 *   cold PORT PATH CONNECTIONS BACKEND SECONDS       asks a backend until it is warm itself, prints "warm" and waits for a line;
 *                                                    then every connection asks again as soon as it is answered, and what is
 *                                                    printed is the rate in each tenth of a second
 * </pre>
 */
final class SteadyLoad {
    private static final int MICROS_A_BUCKET = 10;
    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);

    private final ByteBuffer request;
    private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 16);
    private final Selector selector = Selector.open();
    private final List<Connection> connections = new ArrayList<>();
    private final long[] latencies = new long[500_000];
    private final double nanosApart;
    private long begin;
    private long countedFrom;
    private long answers;

    private SteadyLoad(int port, String path, int count, int rate) throws IOException {
        request = ByteBuffer.allocateDirect(512)
                .put(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII))
                .flip();
        nanosApart = rate == 0 ? 0 : 1e9 / rate;
        for (int i = 0; i < count; i++) {
            connections.add(new Connection(SocketChannel.open(new InetSocketAddress("127.0.0.1", port))));
        }
    }

    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[1]);
        int count = Integer.parseInt(arguments[3]);
        int number = Integer.parseInt(arguments[4]);
        if (arguments[0].equals("steady")) {
            new SteadyLoad(port, arguments[2], count, number).askSteadily(seconds(arguments[5]), seconds(arguments[6]));
        } else {
            new SteadyLoad(number, "/small", count, 0).askAgain(seconds("6"));
            System.out.println("warm");
            System.in.read();
            System.out.println(new SteadyLoad(port, arguments[2], count, 0).askAgain(seconds(arguments[5])));
        }
    }

    private static long seconds(String text) {
        return TimeUnit.SECONDS.toNanos(Long.parseLong(text));
    }

    private void askSteadily(long warmNanos, long countedNanos) throws IOException {
        begin = System.nanoTime();
        countedFrom = begin + warmNanos;
        long end = countedFrom + countedNanos;
        long asked = 0;
        for (long now = begin; now < end; now = System.nanoTime()) {
            for (; begin + asked * nanosApart <= now; asked++) {
                connections.get((int) (asked % connections.size())).isDue(begin + (long) (asked * nanosApart));
            }
            selector.select(this::read, 1);
        }
        for (Connection each : connections) {
            each.count(end);
        }
        System.out.printf(Locale.ROOT, "%d %.2f %.2f %.2f %.2f%n", answers, at(0.5), at(0.99), at(0.999), at(1));
    }

    private String askAgain(long nanos) throws IOException {
        begin = System.nanoTime();
        for (Connection each : connections) {
            each.isDue(begin);
        }
        StringBuilder rates = new StringBuilder();
        long before = 0;
        for (long next = begin + 100_000_000; next <= begin + nanos; next += 100_000_000) {
            for (long now = System.nanoTime(); now < next; now = System.nanoTime()) {
                selector.select(this::read, 1);
            }
            rates.append((answers - before) * 10).append(' ');
            before = answers;
        }
        for (Connection each : connections) {
            each.channel.close();
        }
        return rates.toString().strip();
    }

    private void read(SelectionKey key) {
        ((Connection) key.attachment()).read();
    }

    private double at(double share) {
        long wanted = (long) Math.ceil(answers * share);
        long seen = 0;
        for (int i = 0; i < latencies.length; i++) {
            seen += latencies[i];
            if (seen >= wanted) {
                return i * MICROS_A_BUCKET / 1e3;
            }
        }
        return latencies.length * MICROS_A_BUCKET / 1e3;
    }

    private final class Connection {
        private final SocketChannel channel;
        private final ArrayDeque<Long> due = new ArrayDeque<>();
        private final byte[] head = new byte[4096];
        private int headLength;
        private long bodyLeft = -1;

        Connection(SocketChannel channel) throws IOException {
            this.channel = channel;
            channel.configureBlocking(false).register(selector, SelectionKey.OP_READ, this);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }

        void isDue(long at) throws IOException {
            due.add(at);
            if (due.size() == 1) {
                ask();
            }
        }

        private void ask() throws IOException {
            channel.write(request.rewind());
            if (request.hasRemaining()) {
                throw new IOException("a request does not fit");
            }
        }

        void read() {
            try {
                in.clear();
                if (channel.read(in) < 0) {
                    throw new IOException("closed");
                }
                in.flip();
                while (in.hasRemaining()) {
                    take();
                }
            } catch (IOException e) {
                System.err.println("load: " + e.getMessage());
                System.exit(1);
            }
        }

        private void take() throws IOException {
            if (bodyLeft < 0) {
                while (in.hasRemaining() && !endsHead()) {
                    head[headLength++] = in.get();
                }
                if (!endsHead()) {
                    return;
                }
                bodyLeft = lengthOf();
            }
            int here = (int) Math.min(bodyLeft, in.remaining());
            in.position(in.position() + here);
            bodyLeft -= here;
            if (bodyLeft == 0) {
                answered();
            }
        }

        private boolean endsHead() {
            return headLength >= 4 && head[headLength - 1] == '\n' && head[headLength - 3] == '\n';
        }

        /** Without an object for each answer: this shares a core with the backend. */
        private long lengthOf() throws IOException {
            if (head[9] != '2') {
                throw new IOException("answered " + new String(head, 0, Math.min(headLength, 40), StandardCharsets.US_ASCII));
            }
            for (int at = 0; at < headLength; at++) {
                if (head[at] == '\n' && isLengthAt(at + 1)) {
                    long length = 0;
                    for (int digit = at + 1 + LENGTH.length; head[digit] != '\r'; digit++) {
                        length = head[digit] == ' ' ? length : length * 10 + head[digit] - '0';
                    }
                    return length;
                }
            }
            throw new IOException("an answer without length");
        }

        private boolean isLengthAt(int start) {
            for (int i = 0; i < LENGTH.length; i++) {
                if ((head[start + i] | 0x20) != (LENGTH[i] | 0x20)) {
                    return false;
                }
            }
            return true;
        }

        private void answered() throws IOException {
            headLength = 0;
            bodyLeft = -1;
            if (nanosApart == 0) {
                answers++;
                ask();
            } else {
                record(System.nanoTime(), due.remove());
                if (!due.isEmpty()) {
                    ask();
                }
            }
        }

        /** What was due and has no answer at the end took at least until then. */
        void count(long end) {
            due.forEach(at -> record(end, at));
        }

        private void record(long now, long dueAt) {
            if (dueAt >= countedFrom) {
                answers++;
                latencies[(int) Math.min(latencies.length - 1L, (now - dueAt) / (1_000L * MICROS_A_BUCKET))]++;
            }
        }
    }
}
