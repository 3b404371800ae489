package dev.postern.app.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.domain.bytes.Ascii;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinePiecesTest {
    private final Path file;
    private final FileChannel channel;

    LinePiecesTest(@TempDir Path folder) throws IOException {
        file = folder.resolve("lines");
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    @AfterEach
    void close() throws IOException {
        channel.close();
    }

    private static void put(LinePieces pieces, String line) {
        byte[] bytes = Ascii.bytes(line);
        pieces.put(bytes, bytes.length);
    }

    @Test
    void whatHasNoRoomIsDroppedWholeAndCounted() throws IOException {
        LinePieces pieces = new LinePieces(2, 8);
        put(pieces, "0123456789\n");
        put(pieces, "abcdef\n");
        put(pieces, "ab\n");
        pieces.writeTo(channel);
        pieces.writeTo(channel);
        assertEquals("0123456789\nab\n", Files.readString(file));
        assertEquals(1, pieces.dropped());
    }

    @Test
    void whatIsGivenUpIsCounted() throws IOException {
        LinePieces pieces = new LinePieces(3, 8);
        put(pieces, "one\n");
        put(pieces, "two\n");
        pieces.discard();
        put(pieces, "0123456789\n");
        pieces.writeTo(channel);
        assertEquals("0123456789\n", Files.readString(file));
        assertEquals(2, pieces.dropped());
    }

    @Test
    void theLineForWhichAPieceIsTooFullSaysSo() throws IOException {
        LinePieces pieces = new LinePieces(4, 32);
        byte[] line = Ascii.bytes("a line.....\n");
        for (int i = 0; i < 9; i++) {
            assertEquals(i % 3 == 2, pieces.put(line, line.length), "line " + i);
        }
        assertFalse(pieces.writeTo(channel));
        assertEquals("a line.....\n".repeat(9), Files.readString(file));
        assertEquals(0, pieces.dropped());
    }

    @Test
    void aLineMayBeLongerThanAPiece() throws IOException {
        LinePieces pieces = new LinePieces(4, 8);
        put(pieces, "short\n");
        put(pieces, "0123456789abcdefghij\n");
        put(pieces, "0123456789\n");
        pieces.writeTo(channel);
        put(pieces, "0123456789abcdefghijklmno\n");
        pieces.writeTo(channel);
        assertEquals("short\n0123456789abcdefghij\n0123456789abcdefghijklmno\n", Files.readString(file));
        assertEquals(1, pieces.dropped());
    }

    @Test
    void whatCouldNotBeWrittenWasNotTaken() throws IOException {
        LinePieces pieces = new LinePieces(2, 8);
        put(pieces, "0123456789\n");
        try (FileChannel closed = FileChannel.open(file)) {
            assertThrows(NonWritableChannelException.class, () -> pieces.writeTo(closed));
        }
        pieces.writeTo(channel);
        assertEquals("0123456789\n", Files.readString(file));
    }

    @Test
    void linesOfOneThreadReachAnotherInTheirOrder() throws Exception {
        LinePieces pieces = new LinePieces(8, 128);
        AtomicBoolean isDone = new AtomicBoolean();
        int lines = 50_000;
        Thread worker = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < lines; i++) {
                long dropped;
                do {
                    dropped = pieces.dropped();
                    put(pieces, i + "\n");
                } while (pieces.dropped() > dropped);
            }
            isDone.set(true);
        });
        boolean isLast = false;
        while (!isLast) {
            isLast = isDone.get();
            pieces.writeTo(channel);
        }
        worker.join();
        assertEquals(IntStream.range(0, lines).mapToObj(Integer::toString).toList(), Files.readAllLines(file));
    }
}
