package dev.postern.app.tracing;

import java.util.Arrays;

/** Spans that are sent in one message: fields of it, one behind the other. One thread's, which uses it again. */
final class SpanBatch {
    /** why not more: what stands before a collector may take no message beyond a megabyte. */
    static final int MOST_BYTES = 512 * 1024;

    private final byte[] bytes = new byte[MOST_BYTES];
    private int length;
    private int count;

    void clear() {
        length = 0;
        count = 0;
    }

    /** Takes as many spans as there is room for, each whole. */
    void take(SpanRing from) {
        int most = Math.min(from.waiting(), bytes.length - length);
        from.copy(bytes, length, most);
        int start = length;
        int end = start + most;
        for (int next = spanEnd(start, end); next <= end; next = spanEnd(length, end)) {
            length = next;
            count++;
        }
        from.release(length - start);
    }

    /** Where the span ends that begins here: beyond the end where it is not all there. */
    private int spanEnd(int start, int end) {
        int span = 0;
        int shift = 0;
        // why 1: each begins with one byte that says so.
        for (int at = start + 1; at < end; at++) {
            span |= (bytes[at] & 0x7f) << shift;
            shift += 7;
            if (bytes[at] >= 0) {
                return at + 1 + span;
            }
        }
        return end + 1;
    }

    boolean isEmpty() {
        return count == 0;
    }

    int count() {
        return count;
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }
}
