package dev.postern.nio;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32;

/** HTTP/1.1 over one socket, for either side of the soak: bodies are random bytes, known by length and checksum. */
final class Wire implements AutoCloseable {
    private static final int PIECE = 16 * 1024;

    /** A start line with its fields. */
    record Head(String text) {
        boolean isEmpty() {
            return text.isEmpty();
        }

        String word(int index) {
            return text.lines().findFirst().orElse("").split(" ", -1)[index];
        }

        Optional<String> field(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return text.lines()
                    .skip(1)
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(line -> line.substring(start.length()).strip())
                    .findFirst();
        }
    }

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final Random chance;

    Wire(Socket socket, Random chance) throws IOException {
        this.socket = socket;
        this.chance = chance;
        socket.setSoTimeout(60_000);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    Socket socket() {
        return socket;
    }

    // ---- heads

    Wire say(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** Empty where the peer closed instead. */
    Head head() throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.length() < 4 || !text.substring(text.length() - 4).equals("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                if (text.isEmpty()) {
                    return new Head("");
                }
                throw new EOFException("in a head: " + text);
            }
            text.append((char) next);
        }
        return new Head(text.toString());
    }

    // ---- bodies

    static long checksum(long length, long seed) {
        Random bytes = new Random(seed);
        CRC32 sum = new CRC32();
        byte[] piece = new byte[PIECE];
        for (long left = length; left > 0; left -= PIECE) {
            bytes.nextBytes(piece);
            sum.update(piece, 0, (int) Math.min(left, PIECE));
        }
        return sum.getValue();
    }

    /** Writes what {@link #checksum} is of, resting now and then. */
    void writeBody(long length, long seed, boolean chunked) throws IOException {
        Random bytes = new Random(seed);
        byte[] piece = new byte[PIECE];
        for (long left = length; left > 0; left -= PIECE) {
            bytes.nextBytes(piece);
            int count = (int) Math.min(left, PIECE);
            if (chunked) {
                say(Integer.toHexString(count) + (chance.nextInt(4) == 0 ? ";soak=\"a b\"" : "") + "\r\n");
            }
            out.write(piece, 0, count);
            if (chunked) {
                say("\r\n");
            }
            restSometimes();
        }
        if (chunked) {
            say("0\r\n\r\n");
        }
    }

    /** The checksum of the body behind a head, read with rests now and then. */
    long readBody(Head head) throws IOException {
        CRC32 sum = new CRC32();
        if (head.field("Transfer-Encoding").isPresent()) {
            for (int size = chunkSize(); size > 0; size = chunkSize()) {
                take(size, sum);
                line();
            }
            while (!line().isEmpty()) {}
        } else if (head.field("Content-Length").isPresent()) {
            take(Long.parseLong(head.field("Content-Length").get()), sum);
        } else if (head.text().startsWith("HTTP/")) {
            byte[] piece = new byte[PIECE];
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                sum.update(piece, 0, count);
            }
        }
        return sum.getValue();
    }

    private int chunkSize() throws IOException {
        String line = line();
        int end = line.indexOf(';');
        return Integer.parseInt(end < 0 ? line : line.substring(0, end), 16);
    }

    private String line() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("in a line");
            }
            text.append((char) next);
        }
        return text.toString().strip();
    }

    private void take(long length, CRC32 sum) throws IOException {
        byte[] piece = new byte[PIECE];
        for (long left = length; left > 0; ) {
            int count = in.read(piece, 0, (int) Math.min(left, PIECE));
            if (count < 0) {
                throw new EOFException(left + " bytes are missing");
            }
            sum.update(piece, 0, count);
            left -= count;
            restSometimes();
        }
    }

    /** Takes some of what comes, and no more. */
    void nibble(int most) throws IOException {
        in.readNBytes(chance.nextInt(most) + 1);
    }

    /** Copies until the peer ends. */
    void echo() throws IOException {
        byte[] piece = new byte[PIECE];
        for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
            out.write(piece, 0, count);
            restSometimes();
        }
        socket.shutdownOutput();
    }

    long readAll() throws IOException {
        CRC32 sum = new CRC32();
        sum.update(in.readAllBytes());
        return sum.getValue();
    }

    void restSometimes() {
        if (chance.nextInt(50) == 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(chance.nextInt(100)));
        }
    }

    /** Ends without a word, or with a reset. */
    void leave() throws IOException {
        if (chance.nextBoolean()) {
            socket.setSoLinger(true, 0);
        }
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
