package dev.postern.nio.splice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class PipePoolTest {
    private final Counted system = new Counted();
    private final PipePool pool = new PipePool(() -> system);

    /** Pipes without a system; each takes two numbers. */
    private static final class Counted implements SystemCalls {
        private final Set<Integer> open = new HashSet<>();
        private int next;
        private int asked;
        private int room = Integer.MAX_VALUE;
        private boolean refuses;

        @Override
        public long pipe() {
            asked++;
            if (refuses) {
                return -24;
            }
            open.add(next);
            open.add(next + 1);
            long ends = (long) (next + 1) << 32 | next;
            next += 2;
            return ends;
        }

        @Override
        public int widen(int pipe, int bytes) {
            return Math.min(bytes, room);
        }

        @Override
        public long splice(int from, int to, int most) {
            return 10;
        }

        @Override
        public long read(int pipe, ByteBuffer into) {
            return NOT_NOW;
        }

        @Override
        public void close(int descriptor) {
            open.remove(descriptor);
        }
    }

    private Pipe borrow() {
        Pipe pipe = pool.borrow();
        assertNotNull(pipe);
        return pipe;
    }

    @Test
    void lendsTheSameAgain() {
        Pipe first = borrow();
        pool.giveBack(first);
        assertEquals(first, borrow());
        assertEquals(1, system.asked);
    }

    @Test
    void lendsOnlySoManyAndKeepsFew() {
        List<Pipe> lent = new ArrayList<>();
        for (Pipe pipe = pool.borrow(); pipe != null; pipe = pool.borrow()) {
            lent.add(pipe);
        }
        assertEquals(64, lent.size());
        assertEquals(64, pool.lent());
        lent.forEach(pool::giveBack);
        assertEquals(0, pool.lent());
        assertEquals(16, system.open.size());
        pool.close();
        assertEquals(0, system.open.size());
    }

    @Test
    void asksTheSystemSeldomAfterItGaveNone() {
        system.refuses = true;
        for (int i = 0; i < 1_000; i++) {
            assertNull(pool.borrow());
        }
        assertEquals(1, system.asked);
        system.refuses = false;
        assertNull(pool.borrow());
        borrow();
    }

    @Test
    void doesWithoutPipesThatAreTooSmall() {
        system.room = 4096;
        assertNull(pool.borrow());
        assertEquals(0, system.open.size());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatStandsInAPipeIsNeverForAnother() throws IOException {
        try (SocketChannel socket = SocketChannel.open()) {
            Pipe full = borrow();
            assertEquals(10, full.fill(socket, 100));
            pool.giveBack(full);
            assertEquals(0, system.open.size());

            Pipe lost = borrow();
            lost.fill(socket, 100);
            lost.lose();
            assertEquals(0, lost.bytes());
            pool.giveBack(lost);
            assertEquals(0, system.open.size());

            Pipe emptied = borrow();
            emptied.fill(socket, 100);
            emptied.empty(socket);
            pool.giveBack(emptied);
            assertEquals(emptied, borrow());
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theNumberOfAClosedSocketIsNotUsed() throws IOException {
        SocketChannel socket = SocketChannel.open();
        Pipe pipe = borrow();
        pipe.fill(socket, 100);
        socket.close();
        assertThrows(ClosedChannelException.class, () -> pipe.empty(socket));
        assertThrows(ClosedChannelException.class, () -> pipe.fill(socket, 100));
        pool.giveBack(pipe);
    }

    @Test
    void whatComesBackAfterTheEndIsClosed() {
        Pipe pipe = borrow();
        pool.close();
        pool.giveBack(pipe);
        assertEquals(0, system.open.size());
        assertNull(pool.borrow());
    }
}
