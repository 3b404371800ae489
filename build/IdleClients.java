import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;

/**
 * Clients for build/measure-idle. Arguments: port, warm-up requests. Then, by lines of standard input: a number opens
 * connections up to that many and sends a request on each new one, 0 closes all. Each line is answered by one when it is
 * done; ends with its input, or after ten minutes.
 */
final class IdleClients {
    private static final ByteBuffer REQUEST = ByteBuffer.wrap("GET /users/7 HTTP/1.1\r\nHost: example.test\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII))
            .asReadOnlyBuffer();

    private IdleClients() {}

    public static void main(String[] args) throws IOException {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                Thread.sleep(600_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            System.exit(1);
        });
        InetSocketAddress server = new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0]));
        ArrayDeque<SocketChannel> open = new ArrayDeque<>();
        for (int i = 0; i < 64; i++) {
            open.add(SocketChannel.open(server));
        }
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
            SocketChannel next = open.removeFirst();
            ask(next);
            open.addLast(next);
        }
        while (true) {
            for (SocketChannel each : open) {
                each.close();
            }
            open.clear();
            System.out.println("done");
            String line = IO.readln();
            if (line == null) {
                return;
            }
            int wanted = Integer.parseInt(line.strip());
            while (wanted > 0) {
                while (open.size() < wanted) {
                    SocketChannel channel = SocketChannel.open(server);
                    ask(channel);
                    open.add(channel);
                }
                System.out.println("done");
                line = IO.readln();
                wanted = line == null ? 0 : Integer.parseInt(line.strip());
            }
        }
    }

    private static void ask(SocketChannel channel) throws IOException {
        channel.write(REQUEST.duplicate());
        ByteBuffer answer = ByteBuffer.allocate(4096);
        while (!StandardCharsets.US_ASCII.decode(answer.duplicate().flip()).toString().endsWith("Welcome")) {
            if (channel.read(answer) < 0) {
                throw new IOException("closed");
            }
        }
    }
}
