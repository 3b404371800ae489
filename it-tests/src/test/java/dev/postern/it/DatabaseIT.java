package dev.postern.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** TCP as databases use it: the server greets first, messages have lengths, answers are long, and either side may end. */
class DatabaseIT {
    private static final int ROW = 1000;

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private Proxy proxy;

    DatabaseIT() throws IOException {}

    @BeforeEach
    void start() throws IOException {
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Socket socket = server.accept();
                    Thread.ofVirtual().start(() -> serve(socket));
                }
            } catch (IOException e) {
                // The test is over.
            }
        });
        proxy = new Proxy(server.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        server.close();
    }

    /** A query is a number: so many rows come, then an empty one. Below zero the server breaks off. */
    private static void serve(Socket socket) {
        try (socket;
                DataInputStream in = new DataInputStream(socket.getInputStream());
                DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
            out.writeUTF("ready");
            while (true) {
                int rows;
                try {
                    rows = in.readInt();
                } catch (EOFException e) {
                    out.writeUTF("bye");
                    return;
                }
                if (rows < 0) {
                    socket.setSoLinger(true, 0);
                    return;
                }
                for (int i = 0; i < rows; i++) {
                    out.writeInt(ROW);
                    out.write(row(i));
                }
                out.writeInt(0);
            }
        } catch (IOException e) {
            // The other side has gone.
        }
    }

    private static byte[] row(int number) {
        byte[] row = new byte[ROW];
        java.util.Arrays.fill(row, (byte) number);
        return row;
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.2", proxy.tcpPort());
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static void query(Socket socket, DataInputStream in, int rows) throws IOException {
        new DataOutputStream(socket.getOutputStream()).writeInt(rows);
        for (int i = 0; i < rows; i++) {
            assertEquals(ROW, in.readInt());
            assertArrayEquals(row(i), in.readNBytes(ROW));
        }
        assertEquals(0, in.readInt());
    }

    @Test
    void manyQueriesOnOneConnectionAndAnOrderlyEnd() throws IOException {
        try (Socket socket = connect()) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            assertEquals("ready", in.readUTF());
            for (int rows : new int[] {0, 1, 10, 5000, 1}) {
                query(socket, in, rows);
            }
            socket.shutdownOutput();
            assertEquals("bye", in.readUTF());
            assertEquals(-1, in.read());
        }
    }

    @Test
    void aServerThatBreaksOffIsSeenToHaveDoneSo() throws IOException {
        try (Socket socket = connect()) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            assertEquals("ready", in.readUTF());
            new DataOutputStream(socket.getOutputStream()).writeInt(-1);
            assertThrows(SocketException.class, in::read, "a reset, not an end that looks like any other");
        }
    }

    @Test
    void sessionsLiveThroughAChangeOfTheConfiguration() throws IOException {
        try (Socket socket = connect();
                Client other = new Client()) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            assertEquals("ready", in.readUTF());
            query(socket, in, 3);
            proxy.configure("extra: { match: { path: /extra }, respond: { body: new } }");
            proxy.program()
                    .eventually("changed", () -> other.text(proxy.url("/extra")).equals("new"));
            query(socket, in, 3);
        }
    }
}
