package dev.postern.app.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.postern.domain.bytes.Ascii;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineRingTest {
    private final Path file;
    private final FileChannel channel;

    LineRingTest(@TempDir Path folder) throws IOException {
        file = folder.resolve("lines");
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    @AfterEach
    void close() throws IOException {
        channel.close();
    }

    private static void put(LineRing ring, String line) {
        byte[] bytes = Ascii.bytes(line);
        ring.put(bytes, bytes.length);
    }

    @Test
    void whatHasNoRoomIsDroppedWholeAndCounted() throws IOException {
        LineRing ring = new LineRing(16);
        put(ring, "0123456789\n");
        put(ring, "abcdef\n");
        put(ring, "ab\n");
        ring.writeTo(channel);
        ring.writeTo(channel);
        assertEquals("0123456789\nab\n", Files.readString(file));
        assertEquals(1, ring.dropped());
    }

    @Test
    void whatIsGivenUpIsCounted() throws IOException {
        LineRing ring = new LineRing(16);
        put(ring, "one\n");
        put(ring, "two\n");
        ring.discard();
        put(ring, "0123456789\n");
        ring.writeTo(channel);
        assertEquals("0123456789\n", Files.readString(file));
        assertEquals(2, ring.dropped());
    }

    @Test
    void theLineThatFillsHalfOfItSaysSoOnce() throws IOException {
        LineRing ring = new LineRing(64);
        byte[] line = Ascii.bytes("seven..\n");
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 8; i++) {
                assertEquals(i == 4, ring.put(line, line.length));
            }
            assertFalse(ring.put(line, line.length));
            assertFalse(ring.writeTo(channel));
        }
        assertEquals(3, ring.dropped());
        assertEquals("seven..\n".repeat(24), Files.readString(file));
    }

    @Test
    void linesOfOneThreadReachAnotherInTheirOrder() throws Exception {
        LineRing ring = new LineRing(1024);
        AtomicBoolean isDone = new AtomicBoolean();
        int lines = 50_000;
        Thread worker = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < lines; i++) {
                long dropped;
                do {
                    dropped = ring.dropped();
                    put(ring, i + "\n");
                } while (ring.dropped() > dropped);
            }
            isDone.set(true);
        });
        boolean isLast = false;
        while (!isLast) {
            isLast = isDone.get();
            ring.writeTo(channel);
        }
        worker.join();
        assertEquals(IntStream.range(0, lines).mapToObj(Integer::toString).toList(), Files.readAllLines(file));
    }
}
