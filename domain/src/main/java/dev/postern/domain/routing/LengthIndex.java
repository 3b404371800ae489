package dev.postern.domain.routing;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Values by a text, which knows the lengths of its texts, so that it can be asked for each that a segment begins or ends
 * with, the longest first. Immutable; changed versions share what did not change.
 */
final class LengthIndex<V extends Ranked> implements Ranked {
    private static final int[] NONE = {};
    private static final LengthIndex<?> EMPTY = new LengthIndex<>(ByteMap.empty(), NONE, NONE);

    private final ByteMap<V> values;
    /** Descending, without repetition. */
    private final int[] lengths;
    /** How many texts there are of each length. */
    private final int[] counts;

    private LengthIndex(ByteMap<V> values, int[] lengths, int[] counts) {
        this.values = values;
        this.lengths = lengths;
        this.counts = counts;
    }

    // why one for all: it holds nothing of any type.
    @SuppressWarnings("unchecked")
    static <V extends Ranked> LengthIndex<V> empty() {
        return (LengthIndex<V>) EMPTY;
    }

    boolean isEmpty() {
        return lengths.length == 0;
    }

    @Override
    public long maxRank() {
        return values.maxRank();
    }

    int lengthCount() {
        return lengths.length;
    }

    int length(int index) {
        return lengths[index];
    }

    @Nullable
    V get(byte[] array, int start, int end) {
        return values.get(array, start, end, ByteMap.hash(array, start, end));
    }

    @Nullable
    V get(byte[] text) {
        return values.get(text);
    }

    LengthIndex<V> with(byte[] text, V value) {
        ByteMap<V> changed = values.with(text, value);
        return values.get(text) != null
                ? new LengthIndex<>(changed, lengths, counts)
                : recounted(changed, text.length, 1);
    }

    LengthIndex<V> without(byte[] text) {
        return values.get(text) == null ? this : recounted(values.without(text), text.length, -1);
    }

    private LengthIndex<V> recounted(ByteMap<V> changed, int length, int difference) {
        int at = 0;
        while (at < lengths.length && lengths[at] > length) {
            at++;
        }
        if (at == lengths.length || lengths[at] != length) {
            return new LengthIndex<>(changed, inserted(lengths, at, length), inserted(counts, at, 1));
        }
        if (counts[at] + difference == 0) {
            return new LengthIndex<>(changed, removed(lengths, at), removed(counts, at));
        }
        int[] recounted = counts.clone();
        recounted[at] += difference;
        return new LengthIndex<>(changed, lengths, recounted);
    }

    private static int[] inserted(int[] numbers, int at, int number) {
        int[] copy = Arrays.copyOf(numbers, numbers.length + 1);
        System.arraycopy(numbers, at, copy, at + 1, numbers.length - at);
        copy[at] = number;
        return copy;
    }

    private static int[] removed(int[] numbers, int at) {
        int[] copy = Arrays.copyOf(numbers, numbers.length - 1);
        System.arraycopy(numbers, at + 1, copy, at, copy.length - at);
        return copy;
    }
}
