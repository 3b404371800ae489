package dev.postern.domain.bytes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes being written, in an array that grows and is used again. One thread owns it. */
public final class ByteBuilder {
    private byte[] array;
    private int length;

    public ByteBuilder(int capacity) {
        array = new byte[capacity];
    }

    public ByteBuilder clear() {
        length = 0;
        return this;
    }

    public ByteBuilder append(int b) {
        reserve(1);
        array[length++] = (byte) b;
        return this;
    }

    public ByteBuilder append(byte[] bytes) {
        return append(bytes, 0, bytes.length);
    }

    public ByteBuilder append(byte[] bytes, int start, int end) {
        reserve(end - start);
        System.arraycopy(bytes, start, array, length, end - start);
        length += end - start;
        return this;
    }

    public ByteBuilder append(Slice slice) {
        return append(slice.array(), slice.start(), slice.end());
    }

    /** A header field as a line. */
    public ByteBuilder appendField(Slice name, Slice value) {
        int nameLength = name.length();
        int valueLength = value.length();
        reserve(nameLength + valueLength + 4);
        System.arraycopy(name.array(), name.start(), array, length, nameLength);
        int at = length + nameLength;
        array[at++] = ':';
        array[at++] = ' ';
        System.arraycopy(value.array(), value.start(), array, at, valueLength);
        at += valueLength;
        array[at++] = '\r';
        array[at++] = '\n';
        length = at;
        return this;
    }

    public ByteBuilder append(String text) {
        return append(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public ByteBuilder appendDecimal(long number) {
        if (number < 0) {
            throw new IllegalArgumentException("negative: " + number);
        }
        int digits = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        reserve(digits);
        long rest = number;
        for (int i = length + digits - 1; i >= length; i--) {
            array[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    public byte[] array() {
        return array;
    }

    public int length() {
        return length;
    }

    /** Forgets what was written beyond a length. */
    public void truncate(int newLength) {
        if (newLength < 0 || newLength > length) {
            throw new IllegalArgumentException(newLength + " of " + length);
        }
        length = newLength;
    }

    /** Points a slice at {@code [from, length)}; it holds until the next append. */
    public Slice slice(int from, Slice into) {
        return into.set(array, from, length);
    }

    private void reserve(int more) {
        if (array.length - length < more) {
            array = Arrays.copyOf(array, Math.max(array.length * 2, length + more));
        }
    }

    @Override
    public String toString() {
        return new String(array, 0, length, StandardCharsets.ISO_8859_1);
    }
}
