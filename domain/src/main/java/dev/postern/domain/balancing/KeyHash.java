package dev.postern.domain.balancing;

import dev.postern.domain.bytes.Slice;

/**
 * A 64-bit hash that is the same in every process and version, for workers and proxies have to agree on it. Not a
 * defence: whoever chooses keys chooses endpoints, and the bounded load takes care of that.
 */
final class KeyHash {
    private static final long SEED = 0x243F6A8885A308D3L;
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private KeyHash() {}

    static long of(Slice key) {
        return of(key.array(), key.start(), key.end());
    }

    static long of(byte[] bytes, int start, int end) {
        long hash = SEED ^ (end - start);
        for (int i = start; i < end; i++) {
            hash = (hash ^ (bytes[i] & 0xff)) * STEP;
            hash ^= hash >>> 29;
        }
        return mix(hash);
    }

    /** Every bit of the result depends on every bit of the argument. */
    static long mix(long bits) {
        long mixed = (bits ^ bits >>> 32) * 0xD6E8FEB86659FD93L;
        mixed = (mixed ^ mixed >>> 32) * 0xD6E8FEB86659FD93L;
        return mixed ^ mixed >>> 32;
    }

    /** Another hash for each round, from one that is mixed already. */
    static long again(long hash, long round) {
        return mix(hash + round * STEP);
    }
}
