package dev.postern.app.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.bytes.Ascii;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LineRingTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final WritableByteChannel channel = Channels.newChannel(written);

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
        assertTrue(ring.writeTo(channel));
        assertFalse(ring.writeTo(channel));
        assertEquals("0123456789\nab\n", written.toString(StandardCharsets.US_ASCII));
        assertEquals(1, ring.dropped());
    }

    @Test
    void whatIsGivenUpIsCounted() throws IOException {
        LineRing ring = new LineRing(16);
        put(ring, "one\n");
        put(ring, "two\n");
        ring.discard();
        put(ring, "0123456789\n");
        assertTrue(ring.writeTo(channel));
        assertEquals("0123456789\n", written.toString(StandardCharsets.US_ASCII));
        assertEquals(2, ring.dropped());
    }

    @Test
    void linesOfOneThreadReachAnotherInTheirOrder() throws Exception {
        LineRing ring = new LineRing(1024);
        AtomicBoolean isDone = new AtomicBoolean();
        int lines = 200_000;
        Thread worker = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < lines; i++) {
                put(ring, i + "\n");
            }
            isDone.set(true);
        });
        boolean isLast = false;
        while (!isLast) {
            isLast = isDone.get();
            while (ring.writeTo(channel)) {
                Thread.onSpinWait();
            }
        }
        worker.join();
        List<Integer> arrived = new ArrayList<>();
        written.toString(StandardCharsets.US_ASCII)
                .lines()
                .map(Integer::valueOf)
                .forEach(arrived::add);
        assertEquals(arrived.stream().sorted().distinct().toList(), arrived);
        assertEquals(lines, arrived.size() + ring.dropped());
        assertTrue(arrived.size() > 1000);
    }
}
