package dev.postern.app.tracing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.domain.bytes.Slice;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class SpanRingTest {
    private static final int CAPACITY = 1000;

    private final SpanRing ring = new SpanRing(CAPACITY);
    private final SpanBatch batch = new SpanBatch();

    /** A span that tells nothing but a number, which stands in it so often. */
    private static byte[] span(int number, int times) {
        ProtoWriter span = new ProtoWriter();
        int start = span.begin(SpanEncoder.SPANS);
        for (int i = 0; i < times; i++) {
            span.number(1, number);
        }
        span.end(start);
        return Arrays.copyOf(span.array(), span.length());
    }

    private boolean put(byte[] span) {
        return ring.put(span, span.length);
    }

    @Test
    void whatHasNoRoomIsNotPut() {
        byte[] span = span(1, 200);
        assertTrue(put(span));
        assertTrue(put(span));
        assertFalse(put(span));
        assertEquals(2 * span.length, ring.waiting());
        batch.take(ring);
        assertEquals(2, batch.count());
        assertTrue(put(span));
    }

    @Test
    void spansStayWholeWhereTheRingEnds() {
        byte[] span = span(1, 200);
        for (int i = 0; i < 50; i++) {
            assertTrue(put(span));
            batch.clear();
            batch.take(ring);
            assertArrayEquals(span, batch.bytes());
            assertEquals(1, batch.count());
        }
    }

    @Test
    void aBatchTakesNoPartOfASpan() {
        SpanRing big = new SpanRing(4 * SpanBatch.MOST_BYTES);
        byte[] span = span(1, 50_000);
        int fit = SpanBatch.MOST_BYTES / span.length;
        for (int i = 0; i <= fit; i++) {
            assertTrue(big.put(span, span.length));
        }
        batch.take(big);
        assertEquals(fit, batch.count());
        assertEquals(fit * span.length, batch.bytes().length);
        assertEquals(span.length, big.waiting());
        batch.take(big);
        assertEquals(fit, batch.count());
        batch.clear();
        assertTrue(batch.isEmpty());
        batch.take(big);
        assertArrayEquals(span, batch.bytes());
        assertEquals(0, big.waiting());
    }

    @Test
    void lengthsOfAllSizesAreTold() {
        for (int times : new int[] {1, 63, 64, 8191, 8192, 100_000}) {
            byte[] span = span(1, times);
            SpanRing big = new SpanRing(span.length);
            assertTrue(big.put(span, span.length));
            batch.clear();
            batch.take(big);
            assertEquals(1, batch.count(), times + " times");
            assertArrayEquals(span, batch.bytes());
        }
    }

    @Test
    void spansOfOneThreadReachAnotherInTheirOrder() throws Exception {
        int spans = 50_000;
        AtomicBoolean isDone = new AtomicBoolean();
        Thread worker = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < spans; i++) {
                byte[] span = span(i, 1 + i % 70);
                while (!put(span)) {
                    Thread.onSpinWait();
                }
            }
            isDone.set(true);
        });
        int next = 0;
        boolean isLast = false;
        while (!isLast) {
            isLast = isDone.get();
            batch.clear();
            batch.take(ring);
            byte[] bytes = batch.bytes();
            Slice rest = new Slice().set(bytes, 0, bytes.length);
            for (int i = 0; i < batch.count(); i++) {
                byte[] expected = span(next, 1 + next % 70);
                assertTrue(rest.startsWith(expected), "span " + next);
                rest.set(bytes, rest.start() + expected.length, bytes.length);
                next++;
            }
        }
        worker.join();
        assertEquals(spans, next);
    }
}
