package dev.postern.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A small HTTP server that answers with its name, in whatever mood a line on its standard input puts it: well, sick (503),
 * flaky (503 half the time), slow (5 s for one in a hundred), tearing (a reset in the middle of its answers), hanging or
 * closing. It ends with its input.
 */
final class MoodyProgram {
    private static final long SLOW_MILLIS = 5_000;

    private static final AtomicInteger turns = new AtomicInteger();
    private static volatile String mood = "well";

    private MoodyProgram() {}

    public static void main(String[] arguments) throws IOException {
        String name = arguments[0];
        try (ServerSocket server =
                new ServerSocket(Integer.parseInt(arguments[1]), 1000, InetAddress.getLoopbackAddress())) {
            System.out.println(server.getLocalPort());
            Thread.ofPlatform().daemon().start(() -> accept(server, name));
            BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                mood = order;
                System.out.println(order);
            }
        }
    }

    private static void accept(ServerSocket server, String name) {
        try {
            while (true) {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> serve(client, name));
            }
        } catch (IOException e) {
            // It ends.
        }
    }

    /** A whole request; false when there is none. */
    private static boolean hasRead(BufferedReader in) throws IOException {
        int length = 0;
        String line = in.readLine();
        for (; line != null && !line.isEmpty(); line = in.readLine()) {
            if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        for (; line != null && length > 0; length--) {
            if (in.read() < 0) {
                return false;
            }
        }
        return line != null;
    }

    private static void serve(Socket client, String name) {
        try (client) {
            client.setTcpNoDelay(true);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
            while (!mood.equals("closing")) {
                if (!hasRead(in) || mood.equals("closing")) {
                    return;
                }
                if (mood.equals("hanging")) {
                    new CountDownLatch(1).await();
                }
                int turn = turns.incrementAndGet();
                if (mood.equals("slow") && turn % 100 == 0) {
                    Thread.sleep(SLOW_MILLIS);
                }
                boolean isSick = mood.equals("sick") || (mood.equals("flaky") && turn % 2 == 0);
                boolean tears = mood.equals("tearing");
                String answer = "HTTP/1.1 " + (isSick ? "503 Service Unavailable" : "200 OK") + "\r\nContent-Length: "
                        + (name.length() + (tears ? 1000 : 0)) + "\r\n\r\n" + name;
                client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                if (tears) {
                    client.setSoLinger(true, 0);
                    return;
                }
            }
        } catch (IOException e) {
            // Its peer has gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
