package dev.postern.domain.bytes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A movable view over bytes somebody else owns. One thread owns a slice; it is pointed at new bytes instead of being
 * made anew, so who wants to keep what it shows takes {@link #text()} or {@link #copy()}.
 */
public final class Slice {
    private static final byte[] NOTHING = {};

    private byte[] array = NOTHING;
    private int start;
    private int end;

    /** A slice over the ISO-8859-1 bytes of a text: for constants and tests. */
    public static Slice of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return new Slice().set(bytes, 0, bytes.length);
    }

    /** Points this slice at {@code array[start, end)}. */
    public Slice set(byte[] array, int start, int end) {
        this.array = array;
        this.start = start;
        this.end = end;
        return this;
    }

    public Slice set(Slice other) {
        return set(other.array, other.start, other.end);
    }

    public Slice clear() {
        return set(NOTHING, 0, 0);
    }

    /** Leaves out the spaces and tabs at both ends. */
    public Slice trim() {
        while (start < end && isSpace(array[start])) {
            start++;
        }
        while (end > start && isSpace(array[end - 1])) {
            end--;
        }
        return this;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t';
    }

    public byte[] array() {
        return array;
    }

    public int start() {
        return start;
    }

    public int end() {
        return end;
    }

    public int length() {
        return end - start;
    }

    public boolean isEmpty() {
        return start == end;
    }

    public byte at(int index) {
        return array[start + index];
    }

    /** The index of the first such byte at or after {@code from}, or -1. */
    public int indexOf(int wanted, int from) {
        for (int i = start + from; i < end; i++) {
            if (array[i] == wanted) {
                return i - start;
            }
        }
        return -1;
    }

    public boolean is(byte[] expected) {
        return Arrays.equals(array, start, end, expected, 0, expected.length);
    }

    public boolean is(Slice other) {
        return Arrays.equals(array, start, end, other.array, other.start, other.end);
    }

    /** Compares with a lower-case constant, ASCII letters of this slice being taken in either case. */
    public boolean isIgnoringCase(byte[] lowerCase) {
        if (length() != lowerCase.length) {
            return false;
        }
        for (int i = 0; i < lowerCase.length; i++) {
            if (Ascii.toLower(array[start + i]) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    public boolean startsWith(byte[] prefix) {
        return length() >= prefix.length
                && Arrays.equals(array, start, start + prefix.length, prefix, 0, prefix.length);
    }

    public Slice copy() {
        byte[] bytes = Arrays.copyOfRange(array, start, end);
        return new Slice().set(bytes, 0, bytes.length);
    }

    /** The bytes as ISO-8859-1 text: every byte one character, so that nothing is lost. */
    public String text() {
        return new String(array, start, end - start, StandardCharsets.ISO_8859_1);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Slice slice && is(slice);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = start; i < end; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    @Override
    public String toString() {
        return text();
    }
}
