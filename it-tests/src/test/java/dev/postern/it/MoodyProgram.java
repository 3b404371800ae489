package dev.postern.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/**
 * A small HTTP server that answers with its name, in whatever mood a line on its standard input puts it: well, sick (503),
 * hanging or closing. It ends with its input.
 */
final class MoodyProgram {
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

    private static void serve(Socket client, String name) {
        try (client) {
            client.setTcpNoDelay(true);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
            while (!mood.equals("closing")) {
                String line = in.readLine();
                while (line != null && !line.isEmpty()) {
                    line = in.readLine();
                }
                if (line == null || mood.equals("closing")) {
                    return;
                }
                if (mood.equals("hanging")) {
                    new CountDownLatch(1).await();
                }
                String status = mood.equals("sick") ? "503 Service Unavailable" : "200 OK";
                client.getOutputStream()
                        .write(("HTTP/1.1 " + status + "\r\nContent-Length: " + name.length() + "\r\n\r\n" + name)
                                .getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            // Its peer has gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
