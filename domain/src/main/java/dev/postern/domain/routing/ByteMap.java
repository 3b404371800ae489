package dev.postern.domain.routing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A persistent map from byte strings, which is asked with a part of somebody's buffer: a hash trie whose versions share
 * all that did not change. Every branch knows the highest rank below it, so that a change finds the new highest rank
 * without looking at its siblings' contents. Immutable.
 */
final class ByteMap<V extends Ranked> implements Ranked {
    private static final int BITS = 5;
    private static final int MASK = (1 << BITS) - 1;

    private static final ByteMap<?> EMPTY = new ByteMap<>(null);

    private final @Nullable Slot<V> root;

    private ByteMap(@Nullable Slot<V> root) {
        this.root = root;
    }

    // why one for all: it holds nothing of any type, and a search that passes many of them waits for memory once.
    @SuppressWarnings("unchecked")
    static <V extends Ranked> ByteMap<V> empty() {
        return (ByteMap<V>) EMPTY;
    }

    static int hash(byte[] array, int start, int end) {
        int hash = 0;
        for (int i = start; i < end; i++) {
            hash = 31 * hash + array[i];
        }
        return mix(hash);
    }

    /** The last step of {@link #hash}, for those who walk over the bytes anyway: hash = 31 * hash + byte before it. */
    static int mix(int hash) {
        int mixed = (hash ^ hash >>> 16) * 0x85ebca6b;
        return mixed ^ mixed >>> 13;
    }

    boolean isEmpty() {
        return root == null;
    }

    @Override
    public long maxRank() {
        return root == null ? NOTHING : root.maxRank();
    }

    @Nullable
    V get(byte[] key) {
        return get(key, 0, key.length, hash(key, 0, key.length));
    }

    @Nullable
    V get(byte[] array, int start, int end, int hash) {
        Slot<V> slot = root;
        int bits = hash;
        while (slot instanceof Branch<V> branch) {
            int bit = 1 << (bits & MASK);
            if ((branch.bitmap & bit) == 0) {
                return null;
            }
            slot = branch.slots[branch.indexOf(bit)];
            bits >>>= BITS;
        }
        Entry<V> entry = (Entry<V>) slot;
        while (entry != null && !entry.is(array, start, end, hash)) {
            entry = entry.next;
        }
        return entry == null ? null : entry.value;
    }

    ByteMap<V> with(byte[] key, V value) {
        Entry<V> entry = new Entry<>(key, hash(key, 0, key.length), value, null);
        return new ByteMap<>(root == null ? entry : put(root, entry, 0));
    }

    ByteMap<V> without(byte[] key) {
        if (root == null) {
            return this;
        }
        Slot<V> left = remove(root, key, hash(key, 0, key.length), 0);
        return left == root ? this : new ByteMap<>(left);
    }

    /** Changes that are made together. */
    Edit<V> edit() {
        return new Edit<>(this);
    }

    /** Gathers what comes and goes, so that each branch on the way is made anew once. Used once, by one thread. */
    static final class Edit<V extends Ranked> {
        private ByteMap<V> map;
        private final List<Entry<V>> put = new ArrayList<>();

        private Edit(ByteMap<V> map) {
            this.map = map;
        }

        /** Each key once; null takes away what there is. */
        void put(byte[] key, @Nullable V value) {
            if (value == null) {
                map = map.without(key);
            } else {
                put.add(new Entry<>(key, hash(key, 0, key.length), value, null));
            }
        }

        ByteMap<V> result() {
            return put.isEmpty() ? map : new ByteMap<>(putAll(map.root, put, 0));
        }
    }

    void forEach(Consumer<? super V> action) {
        if (root != null) {
            each(root, action);
        }
    }

    private static <V extends Ranked> void each(Slot<V> slot, Consumer<? super V> action) {
        switch (slot) {
            case Branch<V> branch -> {
                for (Slot<V> child : branch.slots) {
                    each(child, action);
                }
            }
            case Entry<V> first -> {
                for (Entry<V> entry = first; entry != null; entry = entry.next) {
                    action.accept(entry.value);
                }
            }
        }
    }

    private static <V extends Ranked> Slot<V> putAll(@Nullable Slot<V> slot, List<Entry<V>> entries, int shift) {
        Slot<V> present = slot instanceof Entry<V> alone && shift < Integer.SIZE ? single(alone, shift) : slot;
        if (present instanceof Branch<V> branch && entries.size() > 1) {
            return putAll(branch, entries, shift);
        }
        if (present == null && entries.size() > 1 && shift < Integer.SIZE) {
            return putAll(new Branch<>(0, slots(0)), entries, shift);
        }
        Slot<V> changed = slot;
        for (Entry<V> entry : entries) {
            changed = changed == null ? entry : put(changed, entry, shift);
        }
        return Objects.requireNonNull(changed);
    }

    private static <V extends Ranked> Branch<V> putAll(Branch<V> branch, List<Entry<V>> entries, int shift) {
        List<List<Entry<V>>> parts = new ArrayList<>(Collections.nCopies(1 << BITS, List.of()));
        int bitmap = branch.bitmap;
        for (Entry<V> entry : entries) {
            int at = entry.hash >>> shift & MASK;
            bitmap |= 1 << at;
            if (parts.get(at).isEmpty()) {
                parts.set(at, new ArrayList<>());
            }
            parts.get(at).add(entry);
        }
        Slot<V>[] next = slots(Integer.bitCount(bitmap));
        int filled = 0;
        for (int at = 0; at < parts.size(); at++) {
            int bit = 1 << at;
            if ((bitmap & bit) != 0) {
                Slot<V> present = (branch.bitmap & bit) == 0 ? null : branch.slots[branch.indexOf(bit)];
                next[filled++] = parts.get(at).isEmpty()
                        ? Objects.requireNonNull(present)
                        : putAll(present, parts.get(at), shift + BITS);
            }
        }
        return new Branch<>(bitmap, next);
    }

    private static <V extends Ranked> Slot<V> put(Slot<V> slot, Entry<V> entry, int shift) {
        return switch (slot) {
            case Branch<V> branch -> {
                int bit = 1 << (entry.hash >>> shift & MASK);
                int index = branch.indexOf(bit);
                yield (branch.bitmap & bit) == 0
                        ? branch.inserted(bit, index, entry)
                        : branch.replaced(index, put(branch.slots[index], entry, shift + BITS));
            }
            case Entry<V> present when present.hash == entry.hash -> chain(present, entry);
            case Entry<V> present -> put(single(present, shift), entry, shift);
        };
    }

    private static <V extends Ranked> Branch<V> single(Entry<V> entry, int shift) {
        Slot<V>[] slots = slots(1);
        slots[0] = entry;
        return new Branch<>(1 << (entry.hash >>> shift & MASK), slots);
    }

    /** Entries of one hash: the new one first, a former one of the same key left out. */
    private static <V extends Ranked> Entry<V> chain(Entry<V> present, Entry<V> entry) {
        return new Entry<>(entry.key, entry.hash, entry.value, unchain(present, entry.key));
    }

    private static <V extends Ranked> @Nullable Entry<V> unchain(Entry<V> first, byte[] key) {
        Entry<V> kept = null;
        for (Entry<V> entry = first; entry != null; entry = entry.next) {
            if (!Arrays.equals(entry.key, key)) {
                kept = new Entry<>(entry.key, entry.hash, entry.value, kept);
            }
        }
        return kept;
    }

    private static <V extends Ranked> @Nullable Slot<V> remove(Slot<V> slot, byte[] key, int hash, int shift) {
        return switch (slot) {
            case Branch<V> branch -> {
                int bit = 1 << (hash >>> shift & MASK);
                if ((branch.bitmap & bit) == 0) {
                    yield branch;
                }
                int index = branch.indexOf(bit);
                Slot<V> left = remove(branch.slots[index], key, hash, shift + BITS);
                if (left == branch.slots[index]) {
                    yield branch;
                }
                yield left == null
                        ? branch.removed(bit, index)
                        : branch.replaced(index, left).folded();
            }
            case Entry<V> entry when entry.hash != hash -> entry;
            case Entry<V> entry -> unchain(entry, key);
        };
    }

    // why: Java has no generic arrays; these are filled with slots of the one type only.
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <V extends Ranked> Slot<V>[] slots(int length) {
        return new Slot[length];
    }

    private sealed interface Slot<V extends Ranked> extends Ranked {}

    private static final class Entry<V extends Ranked> implements Slot<V> {
        final byte[] key;
        final int hash;
        final V value;
        final @Nullable Entry<V> next;
        private final long maxRank;

        Entry(byte[] key, int hash, V value, @Nullable Entry<V> next) {
            this.key = key;
            this.hash = hash;
            this.value = value;
            this.next = next;
            this.maxRank = next == null ? value.maxRank() : Math.max(value.maxRank(), next.maxRank);
        }

        boolean is(byte[] array, int start, int end, int wantedHash) {
            return hash == wantedHash && Arrays.equals(key, 0, key.length, array, start, end);
        }

        @Override
        public long maxRank() {
            return maxRank;
        }
    }

    private static final class Branch<V extends Ranked> implements Slot<V> {
        final int bitmap;
        final Slot<V>[] slots;
        private final long maxRank;

        Branch(int bitmap, Slot<V>[] slots) {
            this.bitmap = bitmap;
            this.slots = slots;
            long max = NOTHING;
            for (Slot<V> slot : slots) {
                max = Math.max(max, slot.maxRank());
            }
            maxRank = max;
        }

        int indexOf(int bit) {
            return Integer.bitCount(bitmap & (bit - 1));
        }

        Branch<V> replaced(int index, Slot<V> slot) {
            Slot<V>[] copy = slots.clone();
            copy[index] = slot;
            return new Branch<>(bitmap, copy);
        }

        Branch<V> inserted(int bit, int index, Slot<V> slot) {
            Slot<V>[] copy = slots(slots.length + 1);
            System.arraycopy(slots, 0, copy, 0, index);
            copy[index] = slot;
            System.arraycopy(slots, index, copy, index + 1, slots.length - index);
            return new Branch<>(bitmap | bit, copy);
        }

        @Nullable
        Slot<V> removed(int bit, int index) {
            if (slots.length == 1) {
                return null;
            }
            Slot<V>[] copy = slots(slots.length - 1);
            System.arraycopy(slots, 0, copy, 0, index);
            System.arraycopy(slots, index + 1, copy, index, copy.length - index);
            return new Branch<>(bitmap & ~bit, copy).folded();
        }

        /** A branch with one entry is that entry. */
        Slot<V> folded() {
            return slots.length == 1 && slots[0] instanceof Entry<V> only ? only : this;
        }

        @Override
        public long maxRank() {
            return maxRank;
        }
    }
}
