package dev.postern.nio.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.bytes.Slice;
import dev.postern.nio.buffer.BufferPool;
import dev.postern.nio.transport.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** However a head comes, and through however many buffers it moves, it is the same head. */
class HeadReaderTest {
    private static final int SMALL = BufferPool.SMALL_HEAD_BYTES;
    private static final int USUAL = BufferPool.HEAD_BYTES;
    private static final int MOST = 64 * 1024;
    private static final String REQUEST_LINE = "GET /somewhere HTTP/1.1";
    private static final String BODY = "what comes behind";

    private final BufferPool pool = new BufferPool(Long.MAX_VALUE);
    private final Line line = new Line();
    private final HeadReader reader = new HeadReader(pool, line, MOST, 10);

    /** Keeps the start line, and follows it. */
    private static final class Line implements HeadReader.StartLine {
        final Slice text = new Slice();

        @Override
        public @Nullable HeadFault read(Slice read) {
            text.set(read);
            return null;
        }

        @Override
        public void moved(byte[] array, int by) {
            if (!text.isEmpty()) {
                text.set(array, text.start() + by, text.end() + by);
            }
        }
    }

    /** Gives so many bytes at a time, and then what it was told to. */
    private static class Pieces extends IdleTransport {
        private final ByteBuffer all;
        private final int most;
        private final int last;

        Pieces(String all, int most, int last) {
            this.all = ByteBuffer.wrap(all.getBytes(StandardCharsets.ISO_8859_1));
            this.most = most;
            this.last = last;
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            if (!all.hasRemaining()) {
                return last;
            }
            int count = Math.min(most, Math.min(all.remaining(), into.remaining()));
            into.put(all.slice(all.position(), count));
            all.position(all.position() + count);
            return count;
        }
    }

    private static Stream<Arguments> waysToCome() {
        return IntStream.of(50, SMALL - 40, SMALL, 3 * SMALL, USUAL, 2 * USUAL)
                .boxed()
                .flatMap(length -> IntStream.of(1, 13, SMALL - 1, SMALL, SMALL + 1, USUAL - 1, USUAL, USUAL + 1, MOST)
                        .mapToObj(piece -> Arguments.of(length, piece)));
    }

    @ParameterizedTest
    @MethodSource("waysToCome")
    void isTheSameHead(int length, int piece) throws IOException {
        String value = "v".repeat(length);
        Pieces client = new Pieces(REQUEST_LINE + "\r\nFirst: one\r\nLong: " + value + "\r\n\r\n" + BODY, piece, 0);
        HeadDecoder.Progress progress = HeadDecoder.Progress.NEEDS_MORE;
        while (progress == HeadDecoder.Progress.NEEDS_MORE) {
            assertTrue(reader.hasRoom());
            reader.read(client);
            progress = reader.decode();
        }
        assertEquals(HeadDecoder.Progress.COMPLETE, progress);
        assertEquals(REQUEST_LINE, line.text.text());
        assertEquals("First: one", field(0));
        assertEquals("Long: " + value, field(1));
        while (client.all.hasRemaining() && reader.hasRoom()) {
            reader.read(client);
        }
        ByteBuffer behind = reader.bytes();
        String body = new String(behind.array(), behind.position(), behind.remaining(), StandardCharsets.ISO_8859_1);
        assertTrue(BODY.startsWith(body) && (body.equals(BODY) || !reader.hasRoom()), body);
        assertEquals(REQUEST_LINE, line.text.text());
        reader.release();
        assertEquals(0, pool.onLoan());
    }

    private String field(int index) {
        Slice name = new Slice();
        Slice value = new Slice();
        reader.fields().name(index, name);
        reader.fields().value(index, value);
        return name.text() + ": " + value.text();
    }

    @Test
    void holdsNothingWhereNothingCame() throws IOException {
        assertEquals(0, reader.read(new Pieces("", 1, 0)));
        assertEquals(-1, reader.read(new Pieces("", 1, -1)));
        assertFalse(reader.hasBegun());
        assertEquals(0, pool.onLoan());
    }

    @Test
    void keepsWhatCameBeforeAReadFailed() {
        Transport breaking = new Pieces("GET", 3, 0) {
            @Override
            public int read(ByteBuffer into) throws IOException {
                super.read(into);
                throw new IOException("reset");
            }
        };
        assertThrows(IOException.class, () -> reader.read(breaking));
        assertTrue(reader.hasBegun());
        assertEquals("GET", new String(reader.bytes().array(), 0, reader.bytes().limit(), StandardCharsets.ISO_8859_1));
    }
}
