package dev.postern.domain.routing;

import dev.postern.domain.bytes.Slice;
import java.util.Arrays;

/**
 * Where the segments of a request's path end, found as far as a search asks and only once, so that a search which turns
 * back reads no byte twice. One search owns it and uses it again.
 */
final class PathSegments {
    private byte[] array = {};
    private int start;
    private int end;
    private int known;
    private int[] ends = new int[16];
    private int[] hashes = new int[16];

    void set(Slice path) {
        array = path.array();
        start = path.start();
        end = path.end();
        known = 0;
    }

    byte[] array() {
        return array;
    }

    /** Whether the path goes on after so many segments. To be asked in rising order. */
    boolean has(int depth) {
        if (depth == 0) {
            return start < end && array[start] == '/';
        }
        return ends[depth - 1] < end;
    }

    int start(int depth) {
        return depth == 0 ? start + 1 : ends[depth - 1] + 1;
    }

    int end(int depth) {
        if (depth == known) {
            scan(depth);
        }
        return ends[depth];
    }

    int hash(int depth) {
        return hashes[depth];
    }

    int pathEnd() {
        return end;
    }

    /** How many bytes of the path so many segments take. */
    int lengthOf(int depth) {
        return depth == 0 ? 0 : ends[depth - 1] - start;
    }

    private void scan(int depth) {
        if (depth == ends.length) {
            ends = Arrays.copyOf(ends, depth * 2);
            hashes = Arrays.copyOf(hashes, depth * 2);
        }
        int at = start(depth);
        int hash = 0;
        while (at < end && array[at] != '/') {
            hash = 31 * hash + array[at++];
        }
        ends[depth] = at;
        hashes[depth] = ByteMap.mix(hash);
        known = depth + 1;
    }
}
