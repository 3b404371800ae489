package dev.postern.nio.http1;

import dev.postern.domain.bytes.HeaderFields;
import dev.postern.domain.bytes.Slice;
import java.util.Arrays;

/**
 * The fields of a head, as positions in the buffer it was read into: four numbers a field, so that a head costs no
 * object. Used again for the next head.
 */
final class HeadFields implements HeaderFields {
    private byte[] array = {};
    private int[] positions = new int[4 * 24];
    private int size;

    void reset(byte[] array) {
        this.array = array;
        size = 0;
    }

    /** The head has moved to another array. */
    void moved(byte[] newArray, int by) {
        array = newArray;
        for (int i = 0; i < size * 4; i++) {
            positions[i] += by;
        }
    }

    void add(int nameStart, int nameEnd, int valueStart, int valueEnd) {
        int at = size * 4;
        if (at == positions.length) {
            positions = Arrays.copyOf(positions, at * 2);
        }
        positions[at] = nameStart;
        positions[at + 1] = nameEnd;
        positions[at + 2] = valueStart;
        positions[at + 3] = valueEnd;
        size++;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void name(int index, Slice into) {
        into.set(array, positions[index * 4], positions[index * 4 + 1]);
    }

    @Override
    public void value(int index, Slice into) {
        into.set(array, positions[index * 4 + 2], positions[index * 4 + 3]);
    }
}
