package dev.postern.nio.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.nio.buffer.BufferPool;
import dev.postern.nio.http1.MessageWriter.Framing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A transport that takes little at a time must not change what arrives. */
class MessageWriterTest {
    private static final String INTERIM = "HTTP/1.1 103 Early Hints\r\n\r\n";
    private static final String HEAD = "HTTP/1.1 200 OK\r\n\r\n";

    private final BufferPool pool = new BufferPool(Long.MAX_VALUE);
    private final List<Runnable> later = new ArrayList<>();
    private final Pipe pipe = new Pipe();
    private final Told told = new Told();
    private final MessageWriter writer = new MessageWriter(pool, pipe, later::add, told);

    private static final class Told implements MessageWriter.Owner {
        int writable;
        int failed;

        @Override
        public void writable() {
            writable++;
        }

        @Override
        public void writeFailed(IOException cause) {
            failed++;
        }
    }

    /** Takes what the test allows. */
    private static final class Pipe extends IdleTransport {
        final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        IntSupplier room = () -> Integer.MAX_VALUE;
        boolean broken;
        boolean wantsWrite;
        int mostBuffers;

        @Override
        public void write(ByteBuffer[] buffers, int count) throws IOException {
            if (broken) {
                throw new IOException("broken");
            }
            mostBuffers = Math.max(mostBuffers, count);
            int left = room.getAsInt();
            for (int i = 0; i < count; i++) {
                while (left > 0 && buffers[i].hasRemaining()) {
                    taken.write(buffers[i].get());
                    left--;
                }
            }
        }

        String text() {
            return taken.toString(StandardCharsets.ISO_8859_1);
        }

        @Override
        public void wantWrite(boolean wanted) {
            wantsWrite = wanted;
        }
    }

    private static ByteBuilder built(String text) {
        return new ByteBuilder(16).append(text);
    }

    private static ByteBuffer data(String text) {
        return ByteBuffer.wrap(Ascii.bytes(text));
    }

    private static ByteBuffer directData(String text) {
        return ByteBuffer.allocateDirect(text.length()).put(Ascii.bytes(text)).flip();
    }

    /** Waits for room as a connection does. */
    private void waitForRoom(int times) {
        assertTrue(times < 1000, "it does not move");
        assertTrue(pipe.wantsWrite, "something is left and nobody asks for room");
        writer.ready();
    }

    private void write(String text) {
        ByteBuffer data = data(text);
        writer.write(data);
        for (int i = 0; data.hasRemaining(); i++) {
            waitForRoom(i);
            writer.write(data);
        }
    }

    private void end(String text) {
        ByteBuffer data = data(text);
        writer.end(data);
        for (int i = 0; data.hasRemaining(); i++) {
            waitForRoom(i);
            writer.end(data);
        }
        for (int i = 0; !writer.isDone(); i++) {
            waitForRoom(i);
        }
        assertFalse(writer.hasPending());
    }

    private void everything() {
        writer.interim(built(INTERIM));
        writer.flush();
        writer.head(built(HEAD), Framing.CHUNKED);
        write("hello");
        write("0123456789abcdef0");
        end("world");
        writer.head(built(HEAD), Framing.PLAIN);
        write("plain ");
        end("body");
        writer.head(built(HEAD), Framing.CHUNKED);
        write("x");
        end("");
        writer.head(built(HEAD), Framing.CHUNKED);
        write("x");
        writer.trailers(built("0\r\nX-Sum: 1\r\n\r\n"));
        end("");
        writer.head(built(HEAD), Framing.PLAIN);
        writer.trailers(built("0\r\nX-Sum: 1\r\n\r\n"));
        end("");
        writer.open();
        write("raw");
        end("");
    }

    private static final String EVERYTHING = INTERIM
            + (HEAD + "5\r\nhello\r\n11\r\n0123456789abcdef0\r\n5\r\nworld\r\n0\r\n\r\n")
            + (HEAD + "plain body")
            + (HEAD + "1\r\nx\r\n0\r\n\r\n")
            + (HEAD + "1\r\nx\r\n0\r\nX-Sum: 1\r\n\r\n")
            + HEAD
            + "raw";

    static IntStream sizes() {
        return IntStream.rangeClosed(1, EVERYTHING.length() + 1);
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void takesSoManyBytesAtATime(int bytes) {
        pipe.room = () -> bytes;
        everything();
        assertEquals(EVERYTHING, pipe.text());
        assertEquals(0, pool.onLoan());
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void isFullOnceAtEveryBoundary(int boundary) {
        boolean[] wasFull = {false};
        pipe.room = () -> {
            int left = boundary - pipe.taken.size();
            if (left > 0 || wasFull[0]) {
                return left > 0 ? left : Integer.MAX_VALUE;
            }
            wasFull[0] = true;
            return 0;
        };
        everything();
        assertEquals(EVERYTHING, pipe.text());
        assertEquals(0, pool.onLoan());
    }

    @Test
    void aHeadAndItsFirstDataLeaveTogether() {
        int[] writes = {0};
        pipe.room = () -> {
            writes[0]++;
            return Integer.MAX_VALUE;
        };
        writer.head(built(HEAD), Framing.CHUNKED);
        end("all");
        assertEquals(1, writes[0]);
    }

    static Stream<Arguments> waysOfLongData() {
        return Stream.of(false, true)
                .flatMap(direct -> IntStream.of(5_000, 20_000)
                        .boxed()
                        .flatMap(length -> IntStream.of(1, 20, 777, 4_999, 5_000, 20_000, 50_000)
                                .mapToObj(bytes -> Arguments.of(direct, length, bytes))));
    }

    /** Copied behind their head, or written from where they are. */
    @ParameterizedTest
    @MethodSource("waysOfLongData")
    void longDataArrivesWhole(boolean direct, int length, int bytes) {
        pipe.room = () -> bytes;
        String text = "0123456789".repeat(length / 10);
        writer.head(built(HEAD), Framing.CHUNKED);
        for (int i = 0; i < 2; i++) {
            ByteBuffer data = direct ? directData(text) : data(text);
            for (writer.write(data); data.hasRemaining(); writer.write(data)) {
                writer.ready();
            }
        }
        writer.end(data(""));
        while (!writer.isDone()) {
            writer.ready();
        }
        String chunk = Integer.toHexString(length) + "\r\n" + text + "\r\n";
        assertEquals(HEAD + chunk + chunk + "0\r\n\r\n", pipe.text());
        assertEquals(2L * length, writer.bodyBytes());
        assertEquals(0, pool.onLoan());
    }

    /** What is on the heap is copied in any case before it leaves, so it is copied once. */
    @Test
    void onlyWhatIsBesideTheHeapIsWrittenFromWhereItIs() {
        String text = "0123456789".repeat(1_000);
        writer.head(built(HEAD), Framing.PLAIN);
        write(text);
        assertEquals(1, pipe.mostBuffers);
        writer.head(built(HEAD), Framing.PLAIN);
        writer.write(directData(text));
        assertEquals(2, pipe.mostBuffers);
        assertEquals(HEAD + text + HEAD + text, pipe.text());
    }

    @Test
    void whatCouldNotLeaveStaysWithWhoHasIt() {
        pipe.broken = true;
        writer.head(built(HEAD), Framing.CHUNKED);
        ByteBuffer data = data("data");
        writer.write(data);
        assertEquals(4, data.remaining(), "it can still be sent elsewhere");
        assertFalse(writer.hasSent());
    }

    @Test
    void tellsWhenThereIsRoomAgain() {
        pipe.room = () -> 0;
        writer.head(built(HEAD), Framing.PLAIN);
        writer.flush();
        assertTrue(pipe.wantsWrite);
        writer.ready();
        assertEquals(0, told.writable);
        pipe.room = () -> 100;
        writer.ready();
        assertEquals(1, told.writable);
        assertFalse(pipe.wantsWrite);
    }

    @Test
    void whatIsWrittenToATransportThatBrokeIsDroppedAndToldOnce() {
        writer.head(built(HEAD), Framing.CHUNKED);
        write("first");
        pipe.broken = true;
        ByteBuffer data = data("data");
        writer.write(data);
        assertFalse(data.hasRemaining());
        writer.write(data("more"));
        writer.trailers(built("0\r\n\r\n"));
        writer.end(data(""));
        assertEquals(0, told.failed, "not while the writer is at work");
        later.forEach(Runnable::run);
        assertEquals(1, told.failed);
        writer.release();
        assertEquals(0, pool.onLoan());
    }
}
