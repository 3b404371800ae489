import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * The two sides of build/measure-balancing. {@code serve} opens four backends, of which the last takes fifty times as long, and
 * prints their ports; {@code load PORT SECONDS RATE} asks at a steady rate, waiting for nobody, and prints latencies from the
 * moment at which a request was due.
 */
final class BalanceLoad {
    private static final long QUICK_NANOS = 5_000_000;
    private static final int SLOWER = 50;
    private static final int CLIENTS = 64;

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("serve")) {
            serve();
        } else {
            load(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
        }
    }

    private static void serve() throws Exception {
        StringBuilder ports = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            ServerSocket server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
            long nanos = i == 3 ? QUICK_NANOS * SLOWER : QUICK_NANOS;
            ports.append(i == 0 ? "" : " ").append(server.getLocalPort());
            Thread.ofVirtual().start(() -> accept(server, nanos));
        }
        System.out.println(ports);
        Thread.sleep(Long.MAX_VALUE);
    }

    private static void accept(ServerSocket server, long nanos) {
        try {
            while (true) {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> answer(client, nanos));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answer(Socket client, long nanos) {
        byte[] ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);
        try (client) {
            client.setTcpNoDelay(true);
            BufferedReader in = reader(client);
            OutputStream out = client.getOutputStream();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.isEmpty()) {
                    LockSupport.parkNanos(nanos);
                    out.write(ok);
                }
            }
        } catch (IOException e) {
            // The proxy has closed it.
        }
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    private static void load(int port, int seconds, int rate) throws Exception {
        ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();
        long step = 1_000_000_000L * CLIENTS / rate;
        long begin = System.nanoTime() + 100_000_000;
        long warm = begin + 3_000_000_000L;
        long end = warm + seconds * 1_000_000_000L;
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            long first = begin + step * i / CLIENTS;
            clients.add(Thread.ofVirtual().start(() -> ask(port, first, step, warm, end, latencies)));
        }
        for (Thread client : clients) {
            client.join();
        }
        long[] sorted = latencies.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf(
                "%d requests, p50 %.1f ms, p99 %.1f ms, longest %.1f ms%n",
                sorted.length, at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
    }

    private static double at(long[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(sorted.length * share) - 1] / 1e6;
    }

    private static void ask(
            int port, long first, long step, long warm, long end, ConcurrentLinkedQueue<Long> latencies) {
        byte[] get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setTcpNoDelay(true);
            BufferedReader in = reader(socket);
            for (long due = first; due < end; due += step) {
                LockSupport.parkNanos(due - System.nanoTime());
                socket.getOutputStream().write(get);
                String status = in.readLine();
                if (status == null || !status.startsWith("HTTP/1.1 200")) {
                    throw new IOException("answered " + status);
                }
                while (!in.readLine().isEmpty()) {}
                in.read();
                in.read();
                if (due >= warm) {
                    latencies.add(System.nanoTime() - due);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
