package dev.postern.nio.http1;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Bytes that arrive piece by piece. With each piece they move to an array of their own, at another place and with junk
 * around them, so that a reader that looks beyond its limit or keeps an old array is found out.
 */
final class Feed {
    /** Follows a move. */
    interface Mover {
        void moved(byte[] array, int by);
    }

    private static final int JUNK = 7;

    private final byte[] bytes;
    private final int[] cuts;
    private int piece;
    private int offset;
    private ByteBuffer buffer = ByteBuffer.allocate(0);

    /**
     * @param cuts where pieces end, in order, save the last that ends with the bytes
     */
    Feed(byte[] bytes, int... cuts) {
        this.bytes = bytes;
        this.cuts = cuts;
    }

    static int[] everyByte(int length) {
        int[] cuts = new int[Math.max(0, length - 1)];
        for (int i = 0; i < cuts.length; i++) {
            cuts[i] = i + 1;
        }
        return cuts;
    }

    /** Brings the next piece, at the same position in the message; false when there is no more. */
    boolean next(Mover mover) {
        if (piece > cuts.length) {
            return false;
        }
        int end = piece == cuts.length ? bytes.length : cuts[piece];
        int oldOffset = offset;
        int consumed = buffer.position() - oldOffset;
        offset = piece % 2 == 0 ? JUNK : 0;
        byte[] moved = new byte[end + 2 * JUNK];
        // why line feeds: nothing ends a line as quickly for a reader that strays.
        Arrays.fill(moved, (byte) '\n');
        System.arraycopy(bytes, 0, moved, offset, end);
        buffer = ByteBuffer.wrap(moved).limit(offset + end).position(offset + Math.max(0, consumed));
        mover.moved(moved, offset - oldOffset);
        piece++;
        return true;
    }

    ByteBuffer buffer() {
        return buffer;
    }
}
