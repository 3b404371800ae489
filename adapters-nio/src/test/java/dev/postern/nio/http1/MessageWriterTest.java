package dev.postern.nio.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.ByteBuilder;
import dev.postern.nio.buffer.BufferPool;
import dev.postern.nio.transport.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageWriterTest {
    private final BufferPool pool = new BufferPool();
    private final List<Runnable> later = new ArrayList<>();
    private final List<IOException> failures = new ArrayList<>();

    /** Takes some bytes and is broken then. */
    private static final class Breaking implements Transport {
        private int room;

        Breaking(int room) {
            this.room = room;
        }

        @Override
        public int read(ByteBuffer into) {
            return 0;
        }

        @Override
        public void write(ByteBuffer[] buffers, int count) throws IOException {
            if (room == 0) {
                throw new IOException("broken pipe");
            }
            for (int i = 0; i < count; i++) {
                int taken = Math.min(room, buffers[i].remaining());
                buffers[i].position(buffers[i].position() + taken);
                room -= taken;
            }
        }

        @Override
        public void wantRead(boolean wanted) {}

        @Override
        public void wantWrite(boolean wanted) {}

        @Override
        public void shutdownOutput() {}

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    private MessageWriter writer(int room) {
        MessageWriter writer = new MessageWriter(pool, new Breaking(room), later::add, new MessageWriter.Owner() {
            @Override
            public void writable() {}

            @Override
            public void writeFailed(IOException cause) {
                failures.add(cause);
            }
        });
        ByteBuilder head = new ByteBuilder(64);
        head.append(Ascii.bytes("HEAD"));
        writer.head(head, MessageWriter.Framing.PLAIN);
        return writer;
    }

    @Test
    void leavesTheDataWhereNothingOfTheMessageCouldLeave() {
        MessageWriter writer = writer(0);
        ByteBuffer data = ByteBuffer.wrap(Ascii.bytes("body"));
        writer.end(data);
        writer.end(data);
        assertEquals(4, data.remaining());
        assertFalse(writer.hasSent());
        later.forEach(Runnable::run);
        assertEquals(1, failures.size());
        assertEquals(0, pool.onLoan());
    }

    @Test
    void dropsTheDataOnceSomeHasLeft() {
        MessageWriter writer = writer(2);
        ByteBuffer data = ByteBuffer.wrap(Ascii.bytes("body"));
        writer.write(data);
        assertEquals(4, data.remaining());
        assertTrue(writer.hasSent());
        writer.write(data);
        assertEquals(0, data.remaining());
        assertFalse(writer.isDone());
        assertEquals(0, pool.onLoan());
    }
}
