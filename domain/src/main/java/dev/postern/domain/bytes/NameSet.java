package dev.postern.domain.bytes;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** A fixed set of header names, asked with bytes in either case. Immutable. */
public final class NameSet {
    private static final byte[] FREE = {};

    private final byte[][] table;
    /** A bit for each length that a name has; whatever is longer than that has the last one. */
    private final long lengths;

    private NameSet(Collection<String> names) {
        int size = Integer.highestOneBit(Math.max(1, names.size())) * 4;
        byte[][] slots = new byte[size][];
        Arrays.fill(slots, FREE);
        long all = 0;
        for (String name : names) {
            byte[] lower = lower(Ascii.bytes(name));
            insert(slots, lower);
            all |= bit(lower.length);
        }
        table = slots;
        lengths = all;
    }

    public static NameSet of(String... names) {
        return new NameSet(List.of(names));
    }

    public static NameSet of(Collection<String> names) {
        return new NameSet(names);
    }

    public boolean isEmpty() {
        return lengths == 0;
    }

    public boolean contains(Slice name) {
        int length = name.length();
        if ((lengths & bit(length)) == 0) {
            return false;
        }
        int mask = table.length - 1;
        int slot = hash(name.array(), name.start(), length) & mask;
        while (table[slot].length != 0) {
            if (name.isIgnoringCase(table[slot])) {
                return true;
            }
            slot = (slot + 1) & mask;
        }
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NameSet set && Arrays.deepEquals(table, set.table);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(table);
    }

    private static long bit(int length) {
        return 1L << Math.min(length, Long.SIZE - 1);
    }

    private static void insert(byte[][] slots, byte[] name) {
        if (name.length == 0) {
            throw new IllegalArgumentException("an empty name");
        }
        int mask = slots.length - 1;
        int slot = hash(name, 0, name.length) & mask;
        while (slots[slot].length != 0) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = name;
    }

    // why: the set is the operator's and small, so four well-spread bytes tell its names apart; a peer can't crowd it.
    private static int hash(byte[] bytes, int start, int length) {
        int first = Ascii.toLower(bytes[start]);
        int middle = Ascii.toLower(bytes[start + length / 2]);
        int last = Ascii.toLower(bytes[start + length - 1]);
        int mixed = (length * 31 + first) * 31 * 31 + middle * 31 + last;
        return mixed ^ (mixed >>> 7);
    }

    private static byte[] lower(byte[] bytes) {
        byte[] lower = bytes.clone();
        for (int i = 0; i < lower.length; i++) {
            lower[i] = Ascii.toLower(lower[i]);
        }
        return lower;
    }
}
