package dev.postern.nio.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BufferPoolTest {
    private final BufferPool pool = new BufferPool(Long.MAX_VALUE);

    private List<ByteBuffer> borrow(int count, Supplier<ByteBuffer> kind) {
        return Stream.generate(kind).limit(count).toList();
    }

    private static int distinct(List<ByteBuffer> some, List<ByteBuffer> others) {
        Set<ByteBuffer> all = Collections.newSetFromMap(new IdentityHashMap<>());
        all.addAll(some);
        all.addAll(others);
        return all.size();
    }

    @Test
    void whatAThousandRequestsAtOnceGaveBackIsLentAgain() {
        List<ByteBuffer> first = borrow(1_000, pool::borrowHead);
        first.forEach(pool::giveBack);
        assertEquals(1_000, distinct(first, borrow(1_000, pool::borrowHead)));
    }

    @Test
    void keepsOnlySoMuchOfAKind() {
        List<ByteBuffer> first = borrow(600, pool::borrowBody);
        first.forEach(pool::giveBack);
        int distinct = distinct(first, borrow(600, pool::borrowBody));
        assertTrue(distinct > 600 && distinct < 800, "different ones: " + distinct);
    }

    @Test
    void whatIsLentIsEmpty() {
        ByteBuffer used = pool.borrowHead().put((byte) 1).flip();
        pool.giveBack(used);
        ByteBuffer again = pool.borrowHead();
        assertEquals(BufferPool.HEAD_BYTES, again.remaining());
        assertEquals(1, pool.onLoan());
        assertEquals(BufferPool.HEAD_BYTES, pool.bytesOnLoan());
    }

    @Test
    void aHeadTakesNoMoreThanItNeeds() {
        ByteBuffer small = pool.borrowHead(BufferPool.SMALL_HEAD_BYTES);
        ByteBuffer usual = pool.borrowHead(BufferPool.SMALL_HEAD_BYTES + 1);
        assertEquals(BufferPool.SMALL_HEAD_BYTES, small.remaining());
        assertEquals(BufferPool.HEAD_BYTES, usual.remaining());
        pool.giveBack(small);
        pool.giveBack(usual);
        assertSame(small, pool.borrowHead(1));
        assertSame(usual, pool.borrowHead());
    }

    @Test
    void headsAreReadFromTheHeapAndSentFromBesideIt() {
        ByteBuffer message = pool.borrowMessage();
        assertTrue(message.isDirect());
        pool.giveBack(message);
        assertFalse(pool.borrowHead().isDirect());
        assertSame(message, pool.borrowMessage());
    }
}
