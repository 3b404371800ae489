package dev.postern.app.tracing;

import dev.postern.domain.bytes.Ascii;
import dev.postern.domain.bytes.Slice;
import java.util.Arrays;

/** Writes fields of Protocol Buffers into an array that is used again. One thread's. */
final class ProtoWriter {
    /** How a value is written: what stands in the lowest three bits before it. */
    private static final int NUMBER = 0;

    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED_32 = 5;

    /** What most messages within others need for their length. */
    private static final int USUAL_LENGTH_BYTES = 2;
    /** Of all that may stand before or instead of bytes. */
    private static final int MOST_NUMBERS = 20;

    private byte[] array = new byte[4096];
    private int length;

    void clear() {
        length = 0;
    }

    byte[] array() {
        return array;
    }

    int length() {
        return length;
    }

    /** Begins a message within; answers what {@link #end} asks for. */
    int begin(int field) {
        room(MOST_NUMBERS);
        tag(field, BYTES);
        length += USUAL_LENGTH_BYTES;
        return length;
    }

    void end(int start) {
        int size = length - start;
        int more = sizeOf(size) - USUAL_LENGTH_BYTES;
        if (more != 0) {
            room(MOST_NUMBERS);
            System.arraycopy(array, start, array, start + more, size);
        }
        length = start - USUAL_LENGTH_BYTES;
        varint(size);
        length += size;
    }

    void number(int field, long value) {
        room(MOST_NUMBERS);
        tag(field, NUMBER);
        varint(value);
    }

    void fixed64(int field, long value) {
        room(MOST_NUMBERS);
        tag(field, FIXED_64);
        littleEndian(value, Long.BYTES);
    }

    void fixed32(int field, int value) {
        room(MOST_NUMBERS);
        tag(field, FIXED_32);
        littleEndian(value, Integer.BYTES);
    }

    private void littleEndian(long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            array[length++] = (byte) (value >>> (8 * i));
        }
    }

    void bytes(int field, byte[] bytes) {
        beginBytes(field, bytes.length);
        raw(bytes);
    }

    /** What comes next are so many bytes that are its value. */
    void beginBytes(int field, int size) {
        room(MOST_NUMBERS);
        tag(field, BYTES);
        varint(size);
    }

    /** How long what comes next is, where the field's number stands there already. */
    void size(int size) {
        room(MOST_NUMBERS);
        varint(size);
    }

    /** What is written already. */
    void raw(byte[] bytes) {
        room(bytes.length);
        System.arraycopy(bytes, 0, array, length, bytes.length);
        length += bytes.length;
    }

    /** Bytes that stand there as hexadecimal digits, eight bytes or more of them. */
    void fromHex(int field, Slice digits) {
        beginBytes(field, digits.length() / 2);
        room(digits.length());
        for (int at = 0; at < digits.length(); at += 2 * Long.BYTES) {
            long eight = Ascii.readHex(digits.array(), digits.start() + at);
            for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
                array[length++] = (byte) (eight >>> shift);
            }
        }
    }

    /**
     * A text whose bytes are characters of those numbers; a text in UTF-8 is all that readers take.
     *
     * @param size of it in UTF-8, as {@link #utf8Size} has it: the same as its length where it is all ASCII
     */
    void text(int field, byte[] bytes, int start, int end, int size) {
        beginBytes(field, size);
        room(size);
        if (size == end - start) {
            System.arraycopy(bytes, start, array, length, size);
            length += size;
            return;
        }
        for (int i = start; i < end; i++) {
            if (bytes[i] < 0) {
                array[length++] = (byte) (0xc0 | (bytes[i] & 0xff) >> 6);
                array[length++] = (byte) (0x80 | (bytes[i] & 0x3f));
            } else {
                array[length++] = bytes[i];
            }
        }
    }

    static int utf8Size(byte[] bytes, int start, int end) {
        int size = end - start;
        if (!Ascii.isAscii(bytes, start, end)) {
            for (int i = start; i < end; i++) {
                size += bytes[i] >>> 31;
            }
        }
        return size;
    }

    /** How many bytes a field takes that has so many: for the first fifteen fields of a message. */
    static int sizeOfBytes(int size) {
        return 1 + sizeOf(size) + size;
    }

    /** How many bytes a number takes. */
    static int sizeOf(long value) {
        return (63 - Long.numberOfLeadingZeros(value | 1)) / 7 + 1;
    }

    private void tag(int field, int how) {
        varint((long) field << 3 | how);
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            array[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        array[length++] = (byte) rest;
    }

    /** why before each field and not for each byte: there are some 300 of these in a span. */
    private void room(int more) {
        if (array.length - length < more) {
            array = Arrays.copyOf(array, Math.max(2 * array.length, length + more));
        }
    }
}
